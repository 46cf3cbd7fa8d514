package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What is remembered of a workload: how it did on each version, its latest runs, its pin.
 *
 * @param speed what its runs took, and whether a newer version makes them slower
 */
@Serdeable
public record WorkloadAnswer(
    String workload,
    String fingerprint,
    List<RecordAnswer> records,
    List<RunAnswer> runs,
    @Nullable PinAnswer pin,
    SpeedAnswer speed) {

  /** How it did on one version. */
  @Serdeable
  public record RecordAnswer(String version, int cleanRunsInARow, long cleanRuns) {}

  /** One run. */
  @Serdeable
  public record RunAnswer(String run, List<AttemptAnswer> attempts) {}

  /** One attempt of it. */
  @Serdeable
  public record AttemptAnswer(
      int attempt,
      @Nullable String version,
      String phase,
      @Nullable String category,
      @Nullable String verdict,
      List<ReasonAnswer> reasons) {}

  static WorkloadAnswer of(WorkloadState state, PerformanceRecord figures) {
    Pin pin = state.pin();
    return new WorkloadAnswer(
        state.workload().name().value(),
        state.workload().fingerprint().value(),
        state.records().entrySet().stream()
            .map(
                kept ->
                    new RecordAnswer(
                        kept.getKey().value(), kept.getValue().inARow(), kept.getValue().total()))
            .toList(),
        state.runs().entrySet().stream().map(run -> run(run.getKey(), run.getValue())).toList(),
        pin == null ? null : PinAnswer.of(state.workload(), pin),
        SpeedAnswer.of(figures, state.comparison()));
  }

  private static RunAnswer run(RunId id, RunState run) {
    return new RunAnswer(
        id.value(),
        run.attempts().entrySet().stream()
            .map(attempt -> attempt(attempt.getKey(), attempt.getValue()))
            .toList());
  }

  private static AttemptAnswer attempt(int number, AttemptState state) {
    EngineVersion version = state.version();
    Verdict verdict = state.verdict();
    return new AttemptAnswer(
        number,
        version == null ? null : version.value(),
        state.phase().name(),
        state.classified() == null ? null : state.classified().category().name(),
        verdict == null ? null : said(verdict.action()),
        verdict == null ? List.of() : verdict.reasons().stream().map(ReasonAnswer::of).toList());
  }

  private static String said(Verdict.Action action) {
    return switch (action) {
      case Verdict.Action.Finish finish -> "FINISH";
      case Verdict.Action.RetrySame(EngineVersion version, var after) -> "RETRY_SAME on " + version;
      case Verdict.Action.RetryLastGood(EngineVersion version) -> "RETRY_LAST_GOOD on " + version;
      case Verdict.Action.RetryLarger(EngineVersion version) -> "RETRY_LARGER on " + version;
    };
  }
}
