package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.RetryLabel;
import io.blinktwice.events.RetryOutcome;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Refusal;
import io.blinktwice.pinning.decision.RetryLesson;
import io.blinktwice.pinning.decision.RuleVersion;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import io.blinktwice.pinning.sizing.decision.SizedAttempt;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verdicts, and what retries proved, as records of our topics. */
record VerdictRecords(Outcome outcome, SizeRecord sizes, List<String> inputs, Instant at) {

  RunVerdict of(Attempt attempt, Verdict verdict) {
    Workload workload = outcome.next().workload();
    AttemptState known = outcome.next().attempt(attempt);
    Classified classified = known.classified();
    boolean finishes = verdict.action() instanceof Verdict.Action.Finish;
    boolean succeeded = known.phase() == AttemptState.Phase.SUCCEEDED;
    RunVerdict.Builder told =
        RunVerdict.newBuilder()
            .setDecisionId(verdict.id().value())
            .setWorkspace(workload.workspace().value())
            .setWorkload(workload.name().value())
            .setFingerprint(workload.fingerprint().value())
            .setRunId(attempt.run().value())
            .setAttempt(attempt.number())
            .setEngineVersion(String.valueOf(known.version()))
            .setSucceeded(succeeded)
            .setCategory(classified == null ? null : PinRecords.category(classified.category()))
            .setSignature(classified == null ? null : classified.signature())
            .setReasons(PinRecords.reasons(verdict.reasons()))
            .setSuspect(verdict.suspect())
            .setHeldBackBy(heldBackBy(verdict))
            .setUserVisible(finishes && !succeeded)
            .setRetryProbability(verdict.probability())
            .setInputs(inputs)
            .setRuleVersion(RuleVersion.CURRENT)
            .setDecidedAt(at);
    act(told, attempt, verdict.action());
    tellChange(told, attempt);
    Pin created = createdPin();
    if (created != null) {
      tellPin(told, created);
    }
    return told.build();
  }

  /** What the release changed on purpose, and what its owners say that is to be done about it. */
  private void tellChange(RunVerdict.Builder told, Attempt attempt) {
    for (Change change : outcome.changes()) {
      if (change instanceof Change.ChangeMet(Attempt of, Refusal met, var declared)
          && of.equals(attempt)) {
        told.setChangedCondition(met.condition())
            .setMigrationHint(declared.hint().isEmpty() ? null : declared.hint());
      }
    }
  }

  private void act(RunVerdict.Builder told, Attempt attempt, Verdict.Action action) {
    switch (action) {
      case Verdict.Action.Finish finish -> told.setAction(VerdictAction.FINISH);
      case Verdict.Action.RetrySame(EngineVersion version, var after) ->
          told.setAction(VerdictAction.RETRY_SAME)
              .setRetryVersion(version.value())
              .setRetryAfterMillis(after.toMillis());
      case Verdict.Action.RetryLastGood(EngineVersion version) ->
          told.setAction(VerdictAction.RETRY_LAST_GOOD)
              .setRetryVersion(version.value())
              .setLastKnownGood(version.value());
      case Verdict.Action.RetryLarger(EngineVersion version) -> {
        told.setAction(VerdictAction.RETRY_LARGER).setRetryVersion(version.value());
        sizes.of(attempt).map(SizedAttempt::next).ifPresent(wish -> tellSize(told, wish));
      }
    }
  }

  private static void tellSize(RunVerdict.Builder told, SizeWish wish) {
    told.setRetrySize(wish.size())
        .setRetryMemoryBytes(wish.bytes() > 0 ? wish.bytes() : null)
        .setRetryAlone(wish.alone());
  }

  private static void tellPin(RunVerdict.Builder told, Pin created) {
    told.setPinId(created.id().value());
    told.setTicketId(created.ticket());
    Pin.Evidence evidence = created.evidence();
    if (evidence != null) {
      told.setPosterior(evidence.weight().posterior()).setOthersHit(evidence.weight().othersHit());
      if (told.getChangedCondition() == null) {
        told.setChangedCondition(PinRecords.changedCondition(evidence));
      }
    }
  }

  /** A suspect failure that is not retried was held back by its first reason. */
  private static @Nullable String heldBackBy(Verdict verdict) {
    return verdict.suspect() && verdict.action() instanceof Verdict.Action.Finish
        ? verdict.reasons().getFirst().rule()
        : null;
  }

  private @Nullable Pin createdPin() {
    for (Change change : outcome.changes()) {
      if (change instanceof Change.PinCreated(Pin pin)) {
        return pin;
      }
    }
    return null;
  }

  Encoding.Told label(RetryLesson lesson) {
    Workload workload = outcome.next().workload();
    AttemptState failed = lesson.failed();
    RetryLabel.Builder label =
        RetryLabel.newBuilder()
            .setLabelId(labelId(workload, lesson))
            .setWorkspace(workload.workspace().value())
            .setWorkload(workload.name().value())
            .setFingerprint(workload.fingerprint().value())
            .setRunId(lesson.run().value())
            .setFailedAttempt(lesson.failedAttempt())
            .setFailedVersion(String.valueOf(failed.version()))
            .setRetryAttempt(lesson.retryAttempt())
            .setRetryVersion(lesson.retryVersion().value())
            .setOutcome(proved(lesson.proves()))
            .setSameFailure(lesson.sameFailure())
            .setRetryProbability(failed.verdict() == null ? 1 : failed.verdict().probability())
            .setError(PinRecords.error(failed.failure()))
            .setInputs(inputs)
            .setAt(at);
    Classified classified = failed.classified();
    if (classified != null) {
      label
          .setCategory(PinRecords.category(classified.category()))
          .setSignature(classified.signature())
          .setClassifier(classified.opinion().classifier())
          .setProbabilities(classified.opinion().probabilities());
    }
    RetryLabel built = label.build();
    return new Encoding.Told(Topics.RETRY_LABELS, built.getLabelId(), built);
  }

  private static String labelId(Workload workload, RetryLesson lesson) {
    return DecisionId.of(
            "label",
            RuleVersion.CURRENT,
            workload.fingerprint().value(),
            lesson.run().value(),
            String.valueOf(lesson.failedAttempt()),
            String.valueOf(lesson.retryAttempt()))
        .value();
  }

  private static RetryOutcome proved(RetryLesson.Proves proves) {
    return switch (proves) {
      case VERSIONS_FAULT -> RetryOutcome.VERSIONS_FAULT;
      case NOT_THE_VERSIONS_FAULT -> RetryOutcome.NOT_THE_VERSIONS_FAULT;
      case RECOVERED_BY_ITSELF -> RetryOutcome.RECOVERED_BY_ITSELF;
      case FAILED_AGAIN -> RetryOutcome.FAILED_AGAIN;
      case INCONCLUSIVE -> RetryOutcome.INCONCLUSIVE;
    };
  }
}
