package io.blinktwice.rollout.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;

import io.blinktwice.rollout.api.HealthAnswer;
import io.blinktwice.rollout.api.UpgradesAnswer;
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

  private static final Meter WEALTH_METER =
      gauge(
          "blinktwice_rollout_wealth",
          "wealth",
          "Value of the bets against a release; its roll-out is paused at 104 unless budgeted"
              + " otherwise.",
          VERSION);
  private static final Meter SUCCESS_RATE_METER =
      gauge(
          "blinktwice_version_success_ratio",
          "ratio",
          "Share of a version's runs without a failure by it that a user saw.",
          VERSION);
  private static final Meter HARMED_METER =
      gauge(
          "blinktwice_rollout_harmed",
          "workloads",
          "Workloads that failed on a release and succeeded at once on the last known good"
              + " version.",
          VERSION);
  private static final Meter UPGRADES_SUCCESS_METER =
      gauge(
          "blinktwice_upgrade_success_ratio",
          "ratio",
          "Upgrade success rate: share of the runs on upgraded versions without a failure by the"
              + " version that a user saw.");
  private static final Meter VERSIONS_ALIVE_METER =
      gauge("blinktwice_versions_alive", "versions", "Versions that ran something within a day.");
  private static final Meter UPGRADES_METER =
      gauge(
          "blinktwice_upgrades_per_year",
          "upgrades",
          "Versions that became the fleet's in place of another within a year.");

  public static final Reading WEALTH = Reading.of(WEALTH_METER);
  public static final Reading SUCCESS_RATE = Reading.of(SUCCESS_RATE_METER);
  public static final Reading HARMED = Reading.of(HARMED_METER);
  public static final Reading UPGRADES_SUCCESS = Reading.of(UPGRADES_SUCCESS_METER);
  public static final Reading VERSIONS_ALIVE = Reading.of(VERSIONS_ALIVE_METER);
  public static final Reading UPGRADES = Reading.of(UPGRADES_METER);
  public static final Reading STATE = Reading.of(STATE_METER);
  public static final Reading SHARE = Reading.of(SHARE_METER);
  public static final Count DECISIONS = Count.of(DECISIONS_METER);

  public static final List<Meter> CATALOGUE =
      List.of(
          STATE_METER,
          SHARE_METER,
          DECISIONS_METER,
          WEALTH_METER,
          SUCCESS_RATE_METER,
          HARMED_METER,
          UPGRADES_SUCCESS_METER,
          VERSIONS_ALIVE_METER,
          UPGRADES_METER);

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

  /** Of releases that roll out. */
  public static void tellWealth(List<HealthAnswer> healths, Reading.Samples samples) {
    for (HealthAnswer health : healths) {
      if (health.pauseAt() != null) {
        samples.add(health.wealth(), health.version());
      }
    }
  }

  public static void tellRates(List<HealthAnswer> healths, Reading.Samples samples) {
    for (HealthAnswer health : healths) {
      Double rate = health.successRate();
      if (rate != null) {
        samples.add(rate, health.version());
      }
    }
  }

  public static void tellHarmed(List<HealthAnswer> healths, Reading.Samples samples) {
    for (HealthAnswer health : healths) {
      long harmed =
          health.waves().stream()
              .filter(wave -> wave.wave() > 0)
              .mapToLong(HealthAnswer.WaveAnswer::harmed)
              .sum();
      samples.add(harmed, health.version());
    }
  }

  /** Nothing before the first run on an upgraded version. */
  public static void tellSuccess(UpgradesAnswer upgrades, Reading.Samples samples) {
    Double rate = upgrades.successRate();
    if (rate != null) {
      samples.add(rate);
    }
  }
}
