package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import io.blinktwice.pinning.decision.RetryLesson.Proves;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a run prove together: a failure under suspicion on one version, and the
 * retry after it.
 */
final class Proving {
  private final Step step;
  private final PinLife pins;

  Proving(Step step, PinLife pins) {
    this.step = step;
    this.pins = pins;
  }

  /** Acts on the proof in a run, once; answers with what it found. */
  List<Reason> compare(RunId id) {
    RunState run = step.run(id);
    Pin.Evidence evidence = run.compared() ? null : proofIn(id, run);
    if (evidence == null) {
      return List.of();
    }
    step.change(new Change.RunCompared(id));
    CleanRecord record = step.state().recordOn(evidence.failedVersion()).plusDiscordantRun();
    step.changeRecord(evidence.failedVersion(), record);
    PinRules.Finding found =
        PinRules.judge(
            evidence,
            new PinRules.Context(
                step.fleet(),
                step.policy(),
                step.state().flakiness().rate(),
                record,
                othersHit(evidence)));
    AttemptState failed = run.attempt(evidence.failedAttempt());
    step.change(
        new Change.RetryProved(
            new RetryLesson(
                id,
                evidence.failedAttempt(),
                failed,
                evidence.goodAttempt(),
                evidence.goodVersion(),
                found.proves(),
                false)));
    Release.IntendedChange declared = found.declared();
    String condition = evidence.condition();
    if (declared != null && condition != null) {
      step.change(
          new Change.ChangeMet(
              new Attempt(id, evidence.goodAttempt()),
              new Refusal(evidence.failedVersion(), condition),
              declared));
    }
    pins.proved(evidence.weighing(found.weight()), found);
    return found.reasons();
  }

  private int othersHit(Pin.Evidence evidence) {
    Hits.Failure failure =
        new Hits.Failure(evidence.failedVersion(), evidence.classified().signature());
    return step.hits().othersBy(failure, step.state().pin());
  }

  private static Pin.@Nullable Evidence proofIn(RunId id, RunState run) {
    for (Map.Entry<Integer, AttemptState> entry : run.attempts().entrySet()) {
      Pin.Evidence found =
          entry.getValue().askedForLastGood() ? proofAfter(id, run, entry.getKey()) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The first attempt after it that the infrastructure let come to an end. */
  private static Pin.@Nullable Evidence proofAfter(RunId id, RunState run, int failedNumber) {
    AttemptState failed = run.attempt(failedNumber);
    int number = failedNumber + 1;
    AttemptState retry = run.known(number);
    while (retry != null && retry.failedByInfrastructure()) {
      number++;
      retry = run.known(number);
    }
    EngineVersion failedOn = failed.version();
    EngineVersion goodOn = retry == null ? null : retry.version();
    Classified classified = failed.classified();
    if (retry == null
        || failedOn == null
        || goodOn == null
        || classified == null
        || failed.failedByInfrastructure() // Said too late to be retried where it was.
        || retry.phase() != Phase.SUCCEEDED
        || goodOn.compareTo(failedOn) >= 0) {
      return null;
    }
    return new Pin.Evidence(
        id,
        failedNumber,
        failedOn,
        number,
        goodOn,
        classified,
        failed.failure(),
        failed.codeHash(),
        failed.usage(),
        retry.usage(),
        Pin.Weight.CERTAIN);
  }

  /**
   * The suspect failure that an attempt repeats; what the infrastructure ended in between aside.
   */
  @Nullable AttemptState suspectBefore(Attempt attempt) {
    int number = suspectNumberBefore(attempt);
    return number == 0 ? null : step.run(attempt.run()).known(number);
  }

  private int suspectNumberBefore(Attempt attempt) {
    RunState run = step.run(attempt.run());
    int number = attempt.number() - 1;
    AttemptState tried = run.known(number);
    while (tried != null && tried.failedByInfrastructure()) {
      number--;
      tried = run.known(number);
    }
    Verdict verdict = tried == null ? null : tried.verdict();
    return verdict != null && verdict.suspect() ? number : 0;
  }

  void learnFromSuccess(Attempt attempt, EngineVersion version) {
    AttemptState before = suspectBefore(attempt);
    if (before != null && version.equals(before.version())) {
      learn(attempt, version, Proves.RECOVERED_BY_ITSELF, false);
    }
  }

  void learnFromFailure(Attempt attempt, EngineVersion version, AttemptState known) {
    AttemptState before = known.failedByInfrastructure() ? null : suspectBefore(attempt);
    if (before == null) {
      return;
    }
    Classified first = before.classified();
    Classified second = known.classified();
    boolean alike = first != null && second != null && first.signature().equals(second.signature());
    boolean sameVersion = version.equals(before.version());
    learn(
        attempt, version, sameVersion ? Proves.FAILED_AGAIN : Proves.NOT_THE_VERSIONS_FAULT, alike);
  }

  private void learn(Attempt attempt, EngineVersion version, Proves proves, boolean alike) {
    int number = suspectNumberBefore(attempt);
    step.change(
        new Change.RetryProved(
            new RetryLesson(
                attempt.run(),
                number,
                step.run(attempt.run()).attempt(number),
                attempt.number(),
                version,
                proves,
                alike)));
  }
}
