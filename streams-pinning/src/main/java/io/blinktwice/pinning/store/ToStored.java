package io.blinktwice.pinning.store;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.CleanRecord;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.avro.StoredAttempt;
import io.blinktwice.pinning.store.avro.StoredClassified;
import io.blinktwice.pinning.store.avro.StoredEvidence;
import io.blinktwice.pinning.store.avro.StoredFailure;
import io.blinktwice.pinning.store.avro.StoredPin;
import io.blinktwice.pinning.store.avro.StoredReason;
import io.blinktwice.pinning.store.avro.StoredRecord;
import io.blinktwice.pinning.store.avro.StoredRun;
import io.blinktwice.pinning.store.avro.StoredTrial;
import io.blinktwice.pinning.store.avro.StoredVerdict;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the decision's records to what is stored. */
final class ToStored {
  /** In place of a version: the record of all versions together. */
  static final String ALTOGETHER = "";

  private ToStored() {}

  static StoredWorkload workload(WorkloadState state) {
    return StoredWorkload.newBuilder()
        .setWorkspace(state.workload().workspace().value())
        .setWorkload(state.workload().name().value())
        .setFingerprint(state.workload().fingerprint().value())
        .setRecords(records(state))
        .setLastKnownGood(value(state.lastKnownGood()))
        .setRuns(
            state.runs().entrySet().stream()
                .map(entry -> run(entry.getKey(), entry.getValue()))
                .toList())
        .setPin(pin(state.pin()))
        .setRecovered(state.flakiness().recovered())
        .setCountedRuns(state.flakiness().runs())
        .setSuspicions(state.flakiness().suspicions())
        .setGravePin(state.grave() == null ? null : state.grave().pin().value())
        .setGraveSinceMillis(state.grave() == null ? null : millis(state.grave().endedAt()))
        .setComparison(
            state.comparison() == null ? null : StoredSpeed.comparison(state.comparison()))
        .build();
  }

  private static List<StoredRecord> records(WorkloadState state) {
    List<StoredRecord> stored = new ArrayList<>();
    stored.add(cleanRecord(ALTOGETHER, state.overall()));
    state.records().forEach((version, kept) -> stored.add(cleanRecord(version.value(), kept)));
    return stored;
  }

  private static StoredRecord cleanRecord(String of, CleanRecord kept) {
    return new StoredRecord(
        of, kept.inARow(), kept.longest(), kept.total(), kept.codeHash(), kept.discordant());
  }

  static StoredRun run(RunId id, RunState run) {
    List<StoredAttempt> attempts =
        run.attempts().entrySet().stream()
            .map(entry -> attempt(entry.getKey(), entry.getValue()))
            .toList();
    return new StoredRun(id.value(), attempts, run.compared());
  }

  private static StoredAttempt attempt(int number, AttemptState state) {
    return StoredAttempt.newBuilder()
        .setNumber(number)
        .setPhase(state.phase().name())
        .setVersion(value(state.version()))
        .setResolveDecision(state.resolveDecision())
        .setCodeHash(state.codeHash())
        .setSideEffects(state.sideEffects().name())
        .setFailure(failure(state.failure()))
        .setClassified(state.classified() == null ? null : classified(state.classified()))
        .setVerdict(state.verdict() == null ? null : verdict(state.verdict()))
        .setCluster(state.usage().cluster())
        .setFigures(state.usage().figures())
        .setFirstSeenMillis(millis(state.firstSeen()))
        .setEndedAtMillis(millis(state.endedAt()))
        .build();
  }

  private static @Nullable StoredFailure failure(@Nullable FailureSeen seen) {
    return seen == null
        ? null
        : StoredFailure.newBuilder()
            .setGrpcStatus(seen.grpcStatus())
            .setExceptionClass(seen.exceptionClass())
            .setExceptionChain(seen.exceptionChain())
            .setCondition(seen.condition())
            .setSqlState(seen.sqlState())
            .setMessage(seen.message())
            .setMessageTruncated(seen.messageTruncated())
            .build();
  }

  private static StoredClassified classified(Classified said) {
    return new StoredClassified(
        said.category().name(),
        said.outOfMemory(),
        said.signature(),
        said.revision(),
        said.confidence());
  }

  private static StoredVerdict verdict(Verdict given) {
    StoredVerdict.Builder stored =
        StoredVerdict.newBuilder()
            .setId(given.id().value())
            .setReasons(reasons(given.reasons()))
            .setSuspect(given.suspect())
            .setProbability(given.probability())
            .setAfterMillis(0);
    switch (given.action()) {
      case Verdict.Action.Finish finish -> stored.setAction(StoredAction.FINISH.name());
      case Verdict.Action.RetrySame(EngineVersion version, var after) ->
          stored
              .setAction(StoredAction.RETRY_SAME.name())
              .setVersion(version.value())
              .setAfterMillis(after.toMillis());
      case Verdict.Action.RetryLastGood(EngineVersion version) ->
          stored.setAction(StoredAction.RETRY_LAST_GOOD.name()).setVersion(version.value());
      case Verdict.Action.RetryLarger(EngineVersion version) ->
          stored.setAction(StoredAction.RETRY_LARGER.name()).setVersion(version.value());
    }
    return stored.build();
  }

  private static List<StoredReason> reasons(List<Reason> reasons) {
    return reasons.stream().map(ToStored::reason).toList();
  }

  private static StoredReason reason(Reason reason) {
    return new StoredReason(reason.rule(), reason.sentence());
  }

  private static @Nullable StoredPin pin(@Nullable Pin pin) {
    if (pin == null) {
      return null;
    }
    StoredPin.Builder stored =
        StoredPin.newBuilder()
            .setId(pin.id().value())
            .setVersion(pin.version().value())
            .setCreatedAtMillis(pin.createdAt().toEpochMilli())
            .setReasons(reasons(pin.reasons()))
            .setProbeAfterMillis(millis(pin.terms().probeAfter()))
            .setExpiresAtMillis(millis(pin.terms().expiresAt()))
            .setFixedIn(value(pin.terms().fixedIn()))
            .setFailedProbes(pin.terms().failedProbes())
            .setTrial(trial(pin.trial()));
    switch (pin.origin()) {
      case Pin.Origin.ByHand(String actor) -> stored.setActor(actor);
      case Pin.Origin.Proven(Pin.Evidence evidence) -> stored.setEvidence(evidence(evidence));
      case Pin.Origin.Measured(Pin.Slowness slowness) ->
          stored.setSlowness(StoredSpeed.slowness(slowness));
    }
    return stored.build();
  }

  private static @Nullable StoredTrial trial(Pin.@Nullable Trial trial) {
    return trial == null
        ? null
        : new StoredTrial(
            trial.since().toEpochMilli(), reason(trial.because()), trial.needed(), trial.clean());
  }

  private static StoredEvidence evidence(Pin.Evidence evidence) {
    return StoredEvidence.newBuilder()
        .setRunId(evidence.run().value())
        .setFailedAttempt(evidence.failedAttempt())
        .setFailedVersion(evidence.failedVersion().value())
        .setGoodAttempt(evidence.goodAttempt())
        .setGoodVersion(evidence.goodVersion().value())
        .setClassified(classified(evidence.classified()))
        .setFailure(failure(evidence.failure()))
        .setCodeHash(evidence.codeHash())
        .setFailedCluster(evidence.failedUsage().cluster())
        .setFailedFigures(evidence.failedUsage().figures())
        .setGoodCluster(evidence.goodUsage().cluster())
        .setGoodFigures(evidence.goodUsage().figures())
        .setNature(evidence.weight().nature().name())
        .setPosterior(evidence.weight().posterior())
        .setIntermittency(evidence.weight().intermittency())
        .setOthersHit(evidence.weight().othersHit())
        .build();
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static @Nullable String value(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
  }
}
