package io.blinktwice.pinning.api;

import io.blinktwice.events.RunVerdict;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** What to do next with a run, as the topic {@code run-verdicts} has it. */
@Serdeable
public record VerdictAnswer(
    String decisionId,
    String workload,
    String fingerprint,
    String run,
    int attempt,
    String version,
    String action,
    boolean succeeded,
    @Nullable String retryVersion,
    long retryAfterMillis,
    @Nullable String retrySize,
    @Nullable Long retryMemoryBytes,
    boolean retryAlone,
    @Nullable String category,
    @Nullable String pin,
    List<ReasonAnswer> reasons,
    List<String> inputs) {

  static VerdictAnswer of(RunVerdict verdict) {
    return new VerdictAnswer(
        verdict.getDecisionId(),
        verdict.getWorkload(),
        verdict.getFingerprint(),
        verdict.getRunId(),
        verdict.getAttempt(),
        verdict.getEngineVersion(),
        verdict.getAction().name(),
        verdict.getSucceeded(),
        verdict.getRetryVersion(),
        verdict.getRetryAfterMillis(),
        verdict.getRetrySize(),
        verdict.getRetryMemoryBytes(),
        verdict.getRetryAlone(),
        verdict.getCategory() == null ? null : verdict.getCategory().name(),
        verdict.getPinId(),
        verdict.getReasons().stream()
            .map(reason -> new ReasonAnswer(reason.getRule(), reason.getSentence()))
            .toList(),
        verdict.getInputs());
  }
}
