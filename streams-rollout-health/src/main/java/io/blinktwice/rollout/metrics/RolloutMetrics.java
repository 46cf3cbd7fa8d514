package io.blinktwice.rollout.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;

import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.Reading;
import java.util.List;

/** Where each release stands. */
public final class RolloutMetrics {
  /** A fleet has a handful of releases in motion; old ones stay in the catalogue. */
  private static final Label VERSION = Label.atMost(50, "version", "engine versions");

  private static final Meter STATE_METER =
      gauge(
          "blinktwice_rollout_state",
          "0 or 1",
          "1 for the state that a release's roll-out is in.",
          VERSION,
          Label.of("state", Rollout.State.class));
  private static final Meter SHARE_METER =
      gauge(
          "blinktwice_rollout_share",
          "ratio",
          "Share of the fleet that a release is let onto.",
          VERSION);
  private static final Meter DECISIONS_METER =
      counter(
          "blinktwice_rollout_decisions_total",
          "decisions",
          "Changes of roll-outs by the state they lead to and the rule.",
          Label.of("state", Rollout.State.class),
          Label.atMost(100, "rule", "names of rules"));

  public static final Reading STATE = Reading.of(STATE_METER);
  public static final Reading SHARE = Reading.of(SHARE_METER);
  public static final Count DECISIONS = Count.of(DECISIONS_METER);

  public static final List<Meter> CATALOGUE = List.of(STATE_METER, SHARE_METER, DECISIONS_METER);

  private RolloutMetrics() {}

  public static void decided(RolloutChanged change) {
    DECISIONS.increment(Label.word(change.rollout().state()), change.reasons().getFirst().rule());
  }

  public static void tellState(List<RolloutChanged> rollouts, Reading.Samples samples) {
    for (RolloutChanged last : rollouts) {
      for (Rollout.State state : Rollout.State.values()) {
        samples.add(
            last.rollout().state() == state ? 1 : 0, last.version().value(), Label.word(state));
      }
    }
  }

  public static void tellShare(List<RolloutChanged> rollouts, Reading.Samples samples) {
    rollouts.forEach(last -> samples.add(last.rollout().share(), last.version().value()));
  }
}
