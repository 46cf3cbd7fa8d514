package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.Sizing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The heart: what an observation of a workload changes.
 *
 * <p>The same observations of one attempt give the same verdicts and pins in whatever order they
 * come, and a repetition changes nothing: every step asks what is known now, never what just
 * arrived.
 */
public final class Pinning {
  private final Step step;
  private final PinLife pins;
  private final Judging judging;
  private final SpeedRules speed;

  private Pinning(Step step) {
    this.step = step;
    pins = new PinLife(step);
    speed = new SpeedRules(step, pins);
    judging = new Judging(step, pins, speed);
  }

  /**
   * What decisions are made under: the fleet as it stands, what its owners chose, whom the same
   * failures hit, and which sizes there are.
   */
  public record FleetPolicy(Fleet fleet, Policy policy, Hits hits, Sizing sizing) {
    /** Where no sizes are known. */
    public FleetPolicy(Fleet fleet, Policy policy, Hits hits) {
      this(fleet, policy, hits, Sizing.NONE);
    }

    /** Where nobody was hit, as far as is known. */
    public FleetPolicy(Fleet fleet, Policy policy) {
      this(fleet, policy, Hits.NONE);
    }

    /** The same, knowing what sizes the workload had. */
    public FleetPolicy knowing(SizeRecord sizes) {
      return new FleetPolicy(fleet, policy, hits, sizing.knowing(sizes));
    }
  }

  public static Outcome decide(
      WorkloadState state, Observation seen, FleetPolicy under, Instant at) {
    Step step = new Step(state, under, at);
    new Pinning(step).observe(seen);
    return step.outcome();
  }

  private void observe(Observation seen) {
    switch (seen) {
      case Observation.AttemptStarted(RunReport report) -> report(report, Phase.RUNNING, null);
      case Observation.AttemptSucceeded(RunReport report) -> report(report, Phase.SUCCEEDED, null);
      case Observation.AttemptFailed(RunReport report, FailureSeen failure) ->
          report(report, Phase.FAILED, failure);
      case Observation.AttemptKilled(RunReport report) -> report(report, Phase.KILLED, null);
      case Observation.AttemptLost(RunReport report) -> report(report, Phase.LOST, null);
      case Observation.FailureClassified(Attempt attempt, Classified classified) -> {
        pins.review(null);
        step.update(attempt, step.attempt(attempt).classified(classified, step.at()));
        judging.judge(attempt);
        Forgetting.oldRuns(step, attempt.run());
      }
      case Observation.PinWanted(EngineVersion version, Instant until, Observation.Wish wish) ->
          pins.pinByHand(version, until, wish);
      case Observation.ReleaseWanted wanted -> {
        pins.review(null);
        pins.release(wanted);
      }
      case Observation.ExtensionWanted wanted -> {
        pins.review(null);
        pins.extend(wanted);
      }
      case Observation.TimeCame come -> {
        pins.review(null);
        speed.review();
        judging.judgeUnclassified();
      }
      case Observation.SpeedJudged judged -> speed.judged(judged);
      case Observation.ComparisonOver over -> speed.nothingToCompare();
    }
  }

  private void report(RunReport report, Phase phase, @Nullable FailureSeen failure) {
    pins.review(report.codeHash());
    speed.review();
    Attempt attempt = report.attempt();
    AttemptState before = step.attempt(attempt);
    step.update(attempt, before.reported(phase, report, failure, step.at()));
    judging.judge(attempt);
    speed.measure(attempt, before);
    Forgetting.oldRuns(step, attempt.run());
  }
}
