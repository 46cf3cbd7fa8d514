package io.blinktwice.pinning.decision;

import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.performance.decision.PerformanceWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what is known of a workload's figures in step with its state: a run that was measured is
 * judged against those before it, and what is concluded is observed by {@link Pinning}.
 *
 * <p>The two states say the same about a comparison that is wanted: while one of them does not want
 * it, neither does the other.
 */
public final class SpeedWatch {
  private SpeedWatch() {}

  /** Both states after an observation, and all that it changed. */
  public record Watched(Outcome outcome, PerformanceRecord record) {}

  /** Whether an outcome has to do with figures at all; most have not. */
  public static boolean concerns(Outcome decided) {
    for (Change change : decided.changes()) {
      if (change instanceof Change.RunMeasured || change instanceof Change.ComparisonEnded) {
        return true;
      }
    }
    return false;
  }

  public static Watched decide(
      Outcome decided, PerformanceRecord before, FleetPolicy under, Instant at) {
    Watched watched = new Watched(decided, before);
    for (Change change : decided.changes()) {
      if (change instanceof Change.RunMeasured measured) {
        watched = judged(watched, measured, under, at);
      }
    }
    return inStep(watched, under, at);
  }

  private static Watched judged(
      Watched before, Change.RunMeasured measured, FleetPolicy under, Instant at) {
    MeasuredRun run = MeasuredRun.of(measured.usage().figures());
    if (run == null) {
      return before;
    }
    PerformanceWatch.Outcome judged =
        PerformanceWatch.decide(
            before.record,
            new PerformanceWatch.Observed(measured.version(), measured.codeHash(), run),
            under.policy().speed());
    return new Watched(
        observed(
            before.outcome, new Observation.SpeedJudged(measured, judged.conclusion()), under, at),
        judged.next());
  }

  private static Watched inStep(Watched watched, FleetPolicy under, Instant at) {
    boolean wanted = watched.outcome.next().comparison() != null;
    if (watched.record.isConfirming() && !wanted) {
      return new Watched(
          watched.outcome, PerformanceWatch.unanswered(watched.record, under.policy().speed()));
    }
    return wanted && !watched.record.isConfirming()
        ? new Watched(
            observed(watched.outcome, new Observation.ComparisonOver(), under, at), watched.record)
        : watched;
  }

  private static Outcome observed(Outcome before, Observation seen, FleetPolicy under, Instant at) {
    Outcome after = Pinning.decide(before.next(), seen, under, at);
    List<Change> all = new ArrayList<>(before.changes());
    all.addAll(after.changes());
    return new Outcome(after.next(), all);
  }
}
