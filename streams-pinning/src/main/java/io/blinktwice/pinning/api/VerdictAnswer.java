package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import io.blinktwice.pinning.topology.PinRecords;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do next with a run, as the topic {@code run-verdicts} has it.
 *
 * @param ticket the ticket of the pin that this made
 * @param changedCondition the error condition that the release raises on purpose, where that was it
 * @param migrationHint what the workload's owner should change, where the release's owners say it;
 *     of a verdict given long ago its reasons say it
 * @param inputs the records that it was made from; empty where it was given long ago
 */
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
    @Nullable String ticket,
    @Nullable String changedCondition,
    @Nullable String migrationHint,
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
        verdict.getTicketId(),
        verdict.getChangedCondition(),
        verdict.getMigrationHint(),
        verdict.getReasons().stream()
            .map(reason -> new ReasonAnswer(reason.getRule(), reason.getSentence()))
            .toList(),
        verdict.getInputs());
  }

  /** As the state of its workload remembers it. */
  static VerdictAnswer of(EarlierVerdict.Given given, Optional<SizeWish> next) {
    Workload workload = given.state().workload();
    AttemptState judged = given.judged();
    Verdict verdict = given.verdict();
    Next then = Next.of(verdict.action(), next);
    Pin pin = pinOf(given.state().pin(), given.attempt());
    return new VerdictAnswer(
        verdict.id().value(),
        workload.name().value(),
        workload.fingerprint().value(),
        given.attempt().run().value(),
        given.attempt().number(),
        String.valueOf(judged.version()),
        then.action,
        judged.phase() == AttemptState.Phase.SUCCEEDED,
        then.version == null ? null : then.version.value(),
        then.afterMillis,
        then.size == null ? null : then.size.size(),
        then.size == null || then.size.bytes() <= 0 ? null : then.size.bytes(),
        then.size != null && then.size.alone(),
        judged.classified() == null ? null : judged.classified().category().name(),
        pin == null ? null : pin.id().value(),
        pin == null ? null : pin.ticket(),
        pin == null ? null : PinRecords.changedCondition(pin),
        null,
        verdict.reasons().stream().map(ReasonAnswer::of).toList(),
        List.of());
  }

  /** What is to be done, in the words of the topic. */
  private record Next(
      String action, @Nullable EngineVersion version, long afterMillis, @Nullable SizeWish size) {
    static Next of(Verdict.Action action, Optional<SizeWish> wish) {
      return switch (action) {
        case Verdict.Action.Finish _ -> new Next("FINISH", null, 0, null);
        case Verdict.Action.RetrySame(EngineVersion version, Duration after) ->
            new Next("RETRY_SAME", version, after.toMillis(), null);
        case Verdict.Action.RetryLastGood(EngineVersion version) ->
            new Next("RETRY_LAST_GOOD", version, 0, null);
        case Verdict.Action.RetryLarger(EngineVersion version) ->
            new Next("RETRY_LARGER", version, 0, wish.orElse(null));
      };
    }
  }

  /** The pin that this attempt's success made, while it is there. */
  private static @Nullable Pin pinOf(@Nullable Pin pin, Attempt attempt) {
    return pin != null
            && pin.origin() instanceof Pin.Origin.Proven(Pin.Evidence evidence)
            && evidence.run().equals(attempt.run())
            && evidence.goodAttempt() == attempt.number()
        ? pin
        : null;
  }
}
