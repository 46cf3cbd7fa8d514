package io.blinktwice.rollout.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Release;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.VersionGrowth;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.rollout.api.FleetView;
import io.blinktwice.rollout.health.decision.GrowthBook.Growth;
import io.blinktwice.rollout.topology.Decisions;
import io.blinktwice.runtime.kafka.TopicView.Record;
import io.blinktwice.schemas.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the view what the topics say.
 *
 * <p>A record that names no usable version is passed over here: the topology that reads the same
 * topic sets it aside.
 */
final class ViewFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ViewFeed.class);

  private final FleetView view;

  ViewFeed(FleetView view) {
    this.view = view;
  }

  void release(Record<Release> seen) {
    String coordinates = Topics.RELEASES.name() + "-" + seen.partition() + "@" + seen.offset();
    Release release = seen.value();
    try {
      if (release == null) {
        view.withdrawn(new EngineVersion(seen.key()));
      } else {
        view.registered(Records.entry(release), coordinates);
      }
    } catch (IllegalArgumentException e) {
      passedOver(coordinates, e);
    }
  }

  void decision(Record<RolloutDecision> seen) {
    RolloutDecision decision = seen.value();
    try {
      if (decision != null) {
        Decisions.read(decision).ifPresent(view::decided);
      }
    } catch (InvalidIdentifier e) {
      passedOver(Topics.ROLLOUT_DECISIONS.name() + "@" + seen.offset(), e);
    }
  }

  void health(Record<VersionHealth> seen) {
    VersionHealth health = seen.value();
    try {
      if (health != null) {
        view.told(new EngineVersion(seen.key()), HealthAnswers.of(health));
      }
    } catch (InvalidIdentifier e) {
      passedOver(Topics.VERSION_HEALTH.name() + "@" + seen.offset(), e);
    }
  }

  /** The newest of what a workload's memory was compared by. */
  void advice(Record<ResourceAdvice> seen) {
    ResourceAdvice advice = seen.value();
    try {
      if (advice == null || advice.getGrowth().isEmpty()) {
        view.grew(seen.key(), null, null);
      } else {
        VersionGrowth newest = advice.getGrowth().getLast();
        view.grew(
            seen.key(),
            new EngineVersion(newest.getToVersion()),
            new Growth(
                new EngineVersion(newest.getFromVersion()),
                newest.getRatio(),
                newest.getLow(),
                newest.getHigh()));
      }
    } catch (InvalidIdentifier e) {
      passedOver(Topics.RESOURCE_ADVICE.name() + "@" + seen.offset(), e);
    }
  }

  private static void passedOver(String coordinates, IllegalArgumentException e) {
    LOG.atWarn()
        .addKeyValue("record", coordinates)
        .addKeyValue("reason", e.getMessage())
        .log("record passed over");
  }
}
