package io.blinktwice.pinning.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Environment;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.pinning.decision.EngineRange;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet as this instance has read it: a fold over the catalogues of releases and environments
 * and over the roll-out decisions.
 */
public final class FleetView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetView.class);
  private static final String READER = "pinning";

  private volatile Fleet fleet = Fleet.EMPTY;
  private final TopicView<Release> releases;
  private final TopicView<RolloutDecision> decisions;
  private final TopicView<Environment> environments;

  public FleetView(KafkaConnection connection) {
    releases = TopicView.follow(connection, Topics.RELEASES, READER, this::onRelease);
    decisions = TopicView.follow(connection, Topics.ROLLOUT_DECISIONS, READER, this::onDecision);
    environments = TopicView.follow(connection, Topics.ENVIRONMENTS, READER, this::onEnvironment);
  }

  /** Waits until all is read that was decided before this instance started. */
  public boolean awaitCaughtUp(Duration atMost) {
    return releases.awaitCaughtUp(atMost)
        && decisions.awaitCaughtUp(atMost)
        && environments.awaitCaughtUp(atMost);
  }

  public List<LongRunning> views() {
    return List.of(releases, decisions, environments);
  }

  public Fleet now() {
    return fleet;
  }

  private void onRelease(TopicView.Record<Release> seen) {
    fold(
        seen.key(),
        (known, version) ->
            seen.value() == null
                ? known.withoutRelease(version, seen.offset() + 1)
                : known.withRelease(
                    version, FleetRecords.release(seen.value()), seen.offset() + 1));
  }

  private void onEnvironment(TopicView.Record<Environment> seen) {
    try {
      EngineRange range = seen.value() == null ? null : FleetRecords.range(seen.value());
      change(
          known ->
              range == null
                  ? known.withoutEnvironment(seen.key())
                  : known.withEnvironment(seen.key(), range));
    } catch (InvalidIdentifier e) {
      skipped(e);
    }
  }

  private void onDecision(TopicView.Record<RolloutDecision> seen) {
    RolloutDecision decision = seen.value();
    if (decision == null) {
      return; // This topic keeps everything; an empty record in it says nothing.
    }
    fold(
        seen.key(),
        (known, version) -> {
          Fleet.Phase phase = phase(decision);
          return phase == null
              ? known
              : known.withRollout(
                  version,
                  new Fleet.Rollout(
                      phase,
                      decision.getShare(),
                      stableBefore(decision),
                      Set.copyOf(decision.getConfined()),
                      decision.getDecidedAt()),
                  seen.offset() + 1);
        });
  }

  private void fold(String key, BiFunction<Fleet, EngineVersion, Fleet> step) {
    try {
      EngineVersion version = new EngineVersion(key);
      change(known -> step.apply(known, version));
    } catch (InvalidIdentifier e) {
      skipped(e);
    }
  }

  /** The views tell of changes on threads of their own. */
  private synchronized void change(UnaryOperator<Fleet> step) {
    fleet = step.apply(fleet);
  }

  private static void skipped(InvalidIdentifier reason) {
    LOG.atWarn()
        .addKeyValue("reason", reason.getMessage())
        .log("record of an unusable version skipped");
  }

  private static Fleet.@Nullable Phase phase(RolloutDecision decision) {
    return switch (decision.getState()) {
      case ROLLING_OUT -> Fleet.Phase.ROLLING_OUT;
      case PAUSED -> Fleet.Phase.PAUSED;
      case STABLE -> Fleet.Phase.STABLE;
      case ABORTED -> Fleet.Phase.ABORTED;
      case UNKNOWN -> null;
    };
  }

  private static @Nullable EngineVersion stableBefore(RolloutDecision decision) {
    String before = decision.getStableBefore();
    return before == null ? null : new EngineVersion(before);
  }

  @Override
  public void close() {
    releases.close();
    decisions.close();
    environments.close();
  }
}
