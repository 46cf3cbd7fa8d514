package io.blinktwice.pinning.performance.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides, run by run, whether a workload has become slower or larger on a newer version.
 *
 * <p>Suspicion alone pins nothing: the next run goes to the older version, and only if the slowness
 * goes away there was it the version's. Runs of a version on trial never enter what it is compared
 * with before it is accepted.
 */
public final class PerformanceWatch {
  /** Twenty to one, either way, ends the confirmation. */
  private static final double SURE = Math.log(20);

  private static final int MOST_CONFIRMATIONS = 8;

  /**
   * A clean run: a first attempt that succeeded, with metrics.
   *
   * @param codeHash what the workload's code was, where it was said
   */
  public record Observed(EngineVersion version, @Nullable String codeHash, MeasuredRun run) {}

  /** What follows from a run. */
  public sealed interface Conclusion {
    /** Nothing to do. */
    record Nothing() implements Conclusion {}

    /** The next run should go to the older version, once. */
    record CompareOnce(EngineVersion on, Finding finding) implements Conclusion {}

    /** The slowness went away on the older version: pin to it. */
    record Slower(EngineVersion newer, EngineVersion older, Finding finding)
        implements Conclusion {}

    /** It is as slow on the older version: not the version's fault. */
    record SlowOnBoth(EngineVersion newer, Finding finding) implements Conclusion {}

    /** The newer version has had its runs and is what later ones are compared with. */
    record Accepted(EngineVersion version) implements Conclusion {}
  }

  /** The record after the run, and what follows. */
  public record Outcome(PerformanceRecord next, Conclusion conclusion) {}

  private PerformanceWatch() {}

  public static Outcome decide(
      PerformanceRecord before, Observed observed, PerformancePolicy policy) {
    EngineVersion known = before.version();
    if (known == null || codeChanged(before, observed)) {
      return quiet(startedWith(observed));
    }
    return decide(before.named(observed.codeHash()), known, observed, policy);
  }

  private static Outcome decide(
      PerformanceRecord before, EngineVersion known, Observed observed, PerformancePolicy policy) {
    int order = observed.version().compareTo(known);
    if (order > 0) {
      return onNewer(before, known, observed, policy);
    }
    return order == 0 ? onKnown(before, known, observed, policy) : quiet(before);
  }

  private static boolean codeChanged(PerformanceRecord before, Observed observed) {
    return before.codeHash() != null
        && observed.codeHash() != null
        && !Objects.equals(before.codeHash(), observed.codeHash());
  }

  private static PerformanceRecord startedWith(Observed observed) {
    return new PerformanceRecord(
        observed.version(), observed.codeHash(), List.of(observed.run()), null);
  }

  private static Outcome onKnown(
      PerformanceRecord before, EngineVersion known, Observed observed, PerformancePolicy policy) {
    Trial trial = before.trial();
    if (trial == null || !(trial.stage() instanceof Trial.Stage.Confirming confirming)) {
      return quiet(before.plus(observed.run(), policy.keptOlder()));
    }
    // Runs that were asked for stay out of what is compared with: they are under suspicion.
    Trial.Stage.Confirming soFar = confirming.plus(observed.run());
    Finding finding = soFar.finding();
    double odds = Comparing.oddsOfWentAway(before.runs(), trial.runs(), soFar);
    if (odds >= SURE) {
      return new Outcome(
          before.with(trial.at(new Trial.Stage.Slower(finding))),
          new Conclusion.Slower(trial.version(), known, finding));
    }
    boolean undecided = odds > -SURE && soFar.again().size() < MOST_CONFIRMATIONS;
    return undecided
        ? new Outcome(before.with(trial.at(soFar)), new Conclusion.CompareOnce(known, finding))
        : slowOnBoth(before, trial, finding, policy);
  }

  private static Outcome slowOnBoth(
      PerformanceRecord before, Trial trial, Finding finding, PerformancePolicy policy) {
    return new Outcome(
        unconfirmed(before, trial, policy), new Conclusion.SlowOnBoth(trial.version(), finding));
  }

  private static PerformanceRecord unconfirmed(
      PerformanceRecord before, Trial trial, PerformancePolicy policy) {
    return trial.repeats() < policy.moreTrials()
        ? before.with(trial.again())
        : PerformanceRecord.accepted(trial, before.codeHash(), policy.keptOlder());
  }

  /** The runs that were asked for do not come: the trial starts anew, or is over. */
  public static PerformanceRecord unanswered(PerformanceRecord before, PerformancePolicy policy) {
    Trial trial = before.trial();
    return trial == null || !before.isConfirming() ? before : unconfirmed(before, trial, policy);
  }

  private static Outcome onNewer(
      PerformanceRecord before, EngineVersion known, Observed observed, PerformancePolicy policy) {
    Trial running = before.trial();
    Trial trial =
        running == null || !running.version().equals(observed.version())
            ? Trial.of(observed.version())
            : running;
    return switch (trial.stage()) {
      case Trial.Stage.Watching watching ->
          compared(before, known, trial.plus(observed.run()), policy);
      case Trial.Stage.Confirming confirming -> quiet(before);
      // A probe of a pin: it is compared anew.
      case Trial.Stage.Slower slower ->
          compared(before, known, trial.again().plus(observed.run()), policy);
    };
  }

  private static Outcome compared(
      PerformanceRecord before, EngineVersion known, Trial trial, PerformancePolicy policy) {
    Finding finding =
        before.runs().size() < policy.enoughOlder()
            ? null
            : Comparing.find(before.runs(), trial.runs(), policy);
    if (finding != null) {
      return new Outcome(
          before.with(trial.at(new Trial.Stage.Confirming(finding, List.of()))),
          new Conclusion.CompareOnce(known, finding));
    }
    if (trial.runs().size() >= policy.trialRuns()) {
      return new Outcome(
          PerformanceRecord.accepted(trial, before.codeHash(), policy.keptOlder()),
          new Conclusion.Accepted(trial.version()));
    }
    return quiet(before.with(trial));
  }

  private static Outcome quiet(PerformanceRecord next) {
    return new Outcome(next, new Conclusion.Nothing());
  }
}
