package io.blinktwice.rollout.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Release;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import io.blinktwice.runtime.streams.UnusableRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A release registers its version; a tombstone withdraws it. */
final class DecodeReleases extends ContextualProcessor<String, Release, String, Input> {
  @Override
  public void process(Record<@Nullable String, @Nullable Release> found) {
    String key = found.key();
    Release release = found.value();
    if (key == null || (release != null && !key.equals(release.getVersion()))) {
      throw new UnusableRecord("the key of a release is its version");
    }
    EngineVersion version = version(key);
    Event event =
        release == null
            ? new Event.VersionWithdrawn(version)
            : new Event.VersionRegistered(version, Coordinates.of(context()), budget(release));
    context().forward(found.withKey(key).withValue(new Input.Happened(event)));
  }

  private static ReleaseBudget budget(Release release) {
    try {
      return new ReleaseBudget(release.getPauseBudget(), release.getHarmBudget());
    } catch (IllegalArgumentException e) {
      throw new UnusableRecord("the release allows what no roll-out can have", e);
    }
  }

  private static EngineVersion version(String key) {
    try {
      return new EngineVersion(key);
    } catch (InvalidIdentifier e) {
      throw new UnusableRecord("the release has no usable version", e);
    }
  }
}
