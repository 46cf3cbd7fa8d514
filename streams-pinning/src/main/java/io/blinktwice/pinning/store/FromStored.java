package io.blinktwice.pinning.store;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.CleanRecord;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.Flakiness;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.avro.StoredAttempt;
import io.blinktwice.pinning.store.avro.StoredClassified;
import io.blinktwice.pinning.store.avro.StoredEvidence;
import io.blinktwice.pinning.store.avro.StoredFailure;
import io.blinktwice.pinning.store.avro.StoredPin;
import io.blinktwice.pinning.store.avro.StoredReason;
import io.blinktwice.pinning.store.avro.StoredRecord;
import io.blinktwice.pinning.store.avro.StoredRun;
import io.blinktwice.pinning.store.avro.StoredSlowness;
import io.blinktwice.pinning.store.avro.StoredTrial;
import io.blinktwice.pinning.store.avro.StoredVerdict;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what is stored to the decision's records. */
final class FromStored {
  private FromStored() {}

  static WorkloadState workload(StoredWorkload stored) {
    Workload workload =
        new Workload(
            new WorkspaceId(stored.getWorkspace()),
            new WorkloadId(stored.getWorkload()),
            new Fingerprint(stored.getFingerprint()));
    CleanRecord overall = CleanRecord.NONE;
    TreeMap<EngineVersion, CleanRecord> records = new TreeMap<>();
    for (StoredRecord kept : stored.getRecords()) {
      if (kept.getVersion().equals(ToStored.ALTOGETHER)) {
        overall = cleanRecord(kept);
      } else {
        records.put(new EngineVersion(kept.getVersion()), cleanRecord(kept));
      }
    }
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>();
    stored.getRuns().forEach(run -> runs.put(new RunId(run.getRunId()), run(run)));
    return new WorkloadState(
        workload,
        overall,
        new Flakiness(stored.getRecovered(), stored.getCountedRuns(), stored.getSuspicions()),
        records,
        version(stored.getLastKnownGood()),
        runs,
        pin(stored.getPin()),
        grave(stored),
        stored.getComparison() == null ? null : StoredSpeed.comparison(stored.getComparison()),
        List.of());
  }

  private static WorkloadState.@Nullable Grave grave(StoredWorkload stored) {
    Instant since = time(stored.getGraveSinceMillis());
    return stored.getGravePin() == null || since == null
        ? null
        : new WorkloadState.Grave(new DecisionId(stored.getGravePin()), since);
  }

  private static CleanRecord cleanRecord(StoredRecord kept) {
    return new CleanRecord(
        kept.getInARow(),
        kept.getLongest(),
        kept.getTotal(),
        kept.getDiscordant(),
        kept.getCodeHash());
  }

  static RunState run(StoredRun stored) {
    TreeMap<Integer, AttemptState> attempts = new TreeMap<>();
    stored.getAttempts().forEach(attempt -> attempts.put(attempt.getNumber(), attempt(attempt)));
    return new RunState(attempts, stored.getCompared());
  }

  private static AttemptState attempt(StoredAttempt stored) {
    StoredClassified classified = stored.getClassified();
    StoredVerdict verdict = stored.getVerdict();
    return new AttemptState(
        AttemptState.Phase.valueOf(stored.getPhase()),
        version(stored.getVersion()),
        stored.getResolveDecision(),
        stored.getCodeHash(),
        SideEffects.valueOf(stored.getSideEffects()),
        Usage.of(stored.getCluster(), stored.getFigures()),
        time(stored.getFirstSeenMillis()),
        time(stored.getEndedAtMillis()),
        failure(stored.getFailure()),
        classified == null ? null : classified(classified),
        verdict == null ? null : verdict(verdict));
  }

  private static @Nullable FailureSeen failure(@Nullable StoredFailure stored) {
    return stored == null
        ? null
        : new FailureSeen(
            stored.getGrpcStatus(),
            stored.getExceptionClass(),
            stored.getExceptionChain(),
            stored.getCondition(),
            stored.getSqlState(),
            stored.getMessage(),
            stored.getMessageTruncated());
  }

  private static Classified classified(StoredClassified stored) {
    return new Classified(
        Category.valueOf(stored.getCategory()),
        stored.getConfidence(),
        stored.getOutOfMemory(),
        stored.getSignature(),
        stored.getRevision());
  }

  private static Verdict verdict(StoredVerdict stored) {
    Verdict.Action action =
        switch (StoredAction.valueOf(stored.getAction())) {
          case FINISH -> new Verdict.Action.Finish();
          case RETRY_SAME ->
              new Verdict.Action.RetrySame(
                  retryVersion(stored), Duration.ofMillis(stored.getAfterMillis()));
          case RETRY_LAST_GOOD -> new Verdict.Action.RetryLastGood(retryVersion(stored));
          case RETRY_LARGER -> new Verdict.Action.RetryLarger(retryVersion(stored));
        };
    return new Verdict(
        new DecisionId(stored.getId()),
        action,
        reasons(stored.getReasons()),
        stored.getSuspect(),
        stored.getProbability());
  }

  private static EngineVersion retryVersion(StoredVerdict stored) {
    return new EngineVersion(
        Objects.requireNonNull(stored.getVersion(), "a stored retry without a version"));
  }

  private static List<Reason> reasons(List<StoredReason> stored) {
    return stored.stream().map(FromStored::reason).toList();
  }

  private static Reason reason(StoredReason stored) {
    return new Reason(stored.getRule(), stored.getSentence());
  }

  private static @Nullable Pin pin(@Nullable StoredPin stored) {
    if (stored == null) {
      return null;
    }
    return new Pin(
        new DecisionId(stored.getId()),
        new EngineVersion(stored.getVersion()),
        origin(stored),
        Instant.ofEpochMilli(stored.getCreatedAtMillis()),
        reasons(stored.getReasons()),
        new Pin.Terms(
            time(stored.getProbeAfterMillis()),
            time(stored.getExpiresAtMillis()),
            version(stored.getFixedIn()),
            stored.getFailedProbes()),
        trial(stored.getTrial()));
  }

  private static Pin.Origin origin(StoredPin stored) {
    StoredEvidence evidence = stored.getEvidence();
    if (evidence != null) {
      return new Pin.Origin.Proven(evidence(evidence));
    }
    StoredSlowness slowness = stored.getSlowness();
    return slowness != null
        ? new Pin.Origin.Measured(StoredSpeed.slowness(slowness))
        : new Pin.Origin.ByHand(
            Objects.requireNonNull(stored.getActor(), "a stored pin without an origin"));
  }

  private static Pin.@Nullable Trial trial(@Nullable StoredTrial stored) {
    return stored == null
        ? null
        : new Pin.Trial(
            Instant.ofEpochMilli(stored.getSinceMillis()),
            reason(stored.getBecause()),
            stored.getNeeded(),
            stored.getClean());
  }

  private static Pin.Evidence evidence(StoredEvidence stored) {
    return new Pin.Evidence(
        new RunId(stored.getRunId()),
        stored.getFailedAttempt(),
        new EngineVersion(stored.getFailedVersion()),
        stored.getGoodAttempt(),
        new EngineVersion(stored.getGoodVersion()),
        classified(stored.getClassified()),
        failure(stored.getFailure()),
        stored.getCodeHash(),
        Usage.of(stored.getFailedCluster(), stored.getFailedFigures()),
        Usage.of(stored.getGoodCluster(), stored.getGoodFigures()),
        new Pin.Weight(
            Pin.Nature.valueOf(stored.getNature()),
            stored.getPosterior(),
            stored.getIntermittency(),
            stored.getOthersHit()));
  }

  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable EngineVersion version(@Nullable String value) {
    return value == null ? null : new EngineVersion(value);
  }
}
