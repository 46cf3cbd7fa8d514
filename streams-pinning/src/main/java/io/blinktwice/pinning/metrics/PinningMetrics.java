package io.blinktwice.pinning.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;
import static io.blinktwice.runtime.metrics.Meter.histogram;

import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Distribution;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.Reading;
import java.time.Duration;
import java.util.List;

/** Verdicts, pins, and how long answers take. */
public final class PinningMetrics {
  /** A pin that is older than two weekly runs of its workload should have been probed away. */
  public static final Duration STALE_AFTER = Duration.ofDays(14);

  private static final Label RULE = Label.atMost(100, "rule", "names of rules");
  private static final Label ORIGIN = Label.of("origin", "automatic", "performance", "person");
  private static final Label OUTCOME = Label.of("outcome", "chosen", "refused", "failed");

  private static final Meter VERDICTS_METER =
      counter(
          "blinktwice_verdicts_total",
          "verdicts",
          "Verdicts on attempts, by what is to be done and the deciding rule.",
          Label.of("action", "finish", "retry_same", "retry_last_good", "retry_larger"),
          RULE);
  private static final Meter VERDICT_LATENCY_METER =
      histogram(
          "blinktwice_verdict_latency_seconds",
          "From the time of the record that decided an attempt to its verdict.");
  private static final Meter PINS_CREATED_METER =
      counter("blinktwice_pins_made_total", "pins", "Pins that were made.", ORIGIN);
  private static final Meter PINS_RELEASED_METER =
      counter(
          "blinktwice_pins_released_total",
          "pins",
          "Pins that ended, by who had made them and why they ended.",
          ORIGIN,
          RULE);
  private static final Meter PINS_ACTIVE_METER =
      gauge(
          "blinktwice_pins_active",
          "pins",
          "Active pins of the whole fleet; every instance knows them all, so take the highest.",
          ORIGIN);
  private static final Meter STALE_PIN_HOURS_METER =
      gauge(
          "blinktwice_stale_pin_hours",
          "hours",
          "Sum over active automatic pins of the hours that each is older than 14 days.");
  private static final Meter RUNS_MEASURED_METER =
      counter(
          "blinktwice_runs_measured_total",
          "runs",
          "Clean first attempts whose figures were compared with those of earlier runs.");
  private static final Meter COMPARISONS_WANTED_METER =
      counter(
          "blinktwice_comparisons_wanted_total",
          "comparisons",
          "Workloads that looked slower on a newer version, so that a run on an older one was"
              + " wanted.");
  private static final Meter COMPARISONS_ENDED_METER =
      counter(
          "blinktwice_comparisons_ended_total",
          "comparisons",
          "Such comparisons that are over, by what they showed.",
          RULE);
  private static final Meter RESOLVES_METER =
      counter(
          "blinktwice_resolves_total",
          "requests",
          "Answered questions for a version, by outcome and rule.",
          OUTCOME,
          RULE);
  private static final Meter RESOLVE_SECONDS_METER =
      histogram("blinktwice_resolve_seconds", "How long resolve took to find an answer.", OUTCOME);
  private static final Meter FLEET_EPOCH_METER =
      gauge(
          "blinktwice_fleet_epoch",
          "records",
          "How far the view of the fleet that resolve answers from has read, by topic; instances"
              + " should agree within seconds.",
          Label.of("topic", "releases", "rollout-decisions"));

  public static final Count VERDICTS = Count.of(VERDICTS_METER);
  public static final Distribution VERDICT_LATENCY = Distribution.of(VERDICT_LATENCY_METER);
  public static final Count PINS_CREATED = Count.of(PINS_CREATED_METER);
  public static final Count PINS_RELEASED = Count.of(PINS_RELEASED_METER);
  public static final Reading PINS_ACTIVE = Reading.of(PINS_ACTIVE_METER);
  public static final Reading STALE_PIN_HOURS = Reading.of(STALE_PIN_HOURS_METER);
  public static final Count RUNS_MEASURED = Count.of(RUNS_MEASURED_METER);
  public static final Count COMPARISONS_WANTED = Count.of(COMPARISONS_WANTED_METER);
  public static final Count COMPARISONS_ENDED = Count.of(COMPARISONS_ENDED_METER);
  public static final Count RESOLVES = Count.of(RESOLVES_METER);
  public static final Distribution RESOLVE_SECONDS = Distribution.of(RESOLVE_SECONDS_METER);
  public static final Reading FLEET_EPOCH = Reading.of(FLEET_EPOCH_METER);

  public static final List<Meter> CATALOGUE =
      List.of(
          VERDICTS_METER,
          VERDICT_LATENCY_METER,
          PINS_CREATED_METER,
          PINS_RELEASED_METER,
          PINS_ACTIVE_METER,
          STALE_PIN_HOURS_METER,
          RUNS_MEASURED_METER,
          COMPARISONS_WANTED_METER,
          COMPARISONS_ENDED_METER,
          RESOLVES_METER,
          RESOLVE_SECONDS_METER,
          FLEET_EPOCH_METER);

  private PinningMetrics() {}

  /**
   * Counts what an outcome tells the world.
   *
   * @param sinceRecord time between the record that brought it about and now
   */
  public static void decided(Outcome outcome, Duration sinceRecord) {
    for (Change change : outcome.changes()) {
      if (change instanceof Change.VerdictGiven(_, Verdict verdict)) {
        VERDICTS.increment(action(verdict), verdict.reasons().getFirst().rule());
        VERDICT_LATENCY.observe(sinceRecord);
      } else if (change instanceof Change.PinCreated(Pin pin)) {
        PINS_CREATED.increment(origin(pin));
      } else if (change instanceof Change.PinReleased released) {
        PINS_RELEASED.increment(origin(released.pin()), released.reasons().getFirst().rule());
      } else if (change instanceof Change.RunMeasured) {
        RUNS_MEASURED.increment();
      } else if (change instanceof Change.ComparisonWanted) {
        COMPARISONS_WANTED.increment();
      } else if (change instanceof Change.ComparisonEnded ended) {
        COMPARISONS_ENDED.increment(ended.because().rule());
      }
    }
  }

  private static String action(Verdict verdict) {
    return switch (verdict.action()) {
      case Verdict.Action.Finish _ -> "finish";
      case Verdict.Action.RetrySame _ -> "retry_same";
      case Verdict.Action.RetryLastGood _ -> "retry_last_good";
      case Verdict.Action.RetryLarger _ -> "retry_larger";
    };
  }

  private static String origin(Pin pin) {
    return switch (pin.origin()) {
      case Pin.Origin.ByHand _ -> "person";
      case Pin.Origin.Proven _ -> "automatic";
      case Pin.Origin.Measured _ -> "performance";
    };
  }
}
