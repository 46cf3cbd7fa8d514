package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Reason;
import io.blinktwice.pinning.sizing.decision.MemoryStep;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to do after a failed attempt: the table of the architecture's §5.3, first match wins.
 *
 * <p>Unsure means suspect. A retry on the last known good version is cheap; a regression that is
 * taken for the user's fault costs a workload.
 */
final class FailureRules {
  private FailureRules() {}

  static Judgement judge(FailureCase failed) {
    Judgement wanted = wanted(failed);
    if (wanted.action() instanceof Verdict.Action.Finish) {
      return wanted;
    }
    if (failed.isLastAllowed()) {
      return wanted.heldBack(
          "attempts-used-up",
          "this was attempt %d of %d"
              .formatted(failed.attempt().number(), failed.policy().retries().maxAttempts()));
    }
    if (!failed.sideEffects().allowAnotherAttempt()) {
      return wanted.heldBack("held-back-by-side-effects", heldBack(failed.sideEffects()));
    }
    return wanted;
  }

  private static Judgement wanted(FailureCase failed) {
    boolean outOfMemory = failed.classified().outOfMemory();
    boolean comparisonComes =
        failed.releaseUnderWay() && !failed.earlier().compared() && failed.lastKnownGood() != null;
    if (outOfMemory && !comparisonComes) {
      return outOfMemory(failed);
    }
    if (failed.classified().category() == Category.INFRASTRUCTURE && !outOfMemory) {
      return Judgement.because(
          new Verdict.Action.RetrySame(failed.version(), SuspectRetry.backoff(failed)),
          "infrastructure",
          "the infrastructure failed, not the version");
    }
    if (failed.refusedBy() != null) {
      return new Judgement(
          new Verdict.Action.Finish(), List.of(PinRules.refused(failed.refusedBy())), false, 1);
    }
    if (failed.earlier().failedOnLastGoodToo()) {
      return failedOnBoth(failed.earlier().failedAlike());
    }
    return suspectOrUser(failed);
  }

  private static Judgement outOfMemory(FailureCase failed) {
    Reason ranOut = new Reason("out-of-memory", "memory ran out, and not because of a release");
    Verdict.Action more = new Verdict.Action.RetryLarger(failed.version());
    return switch (failed.memory().next()) {
      case MemoryStep.More _ -> new Judgement(more, List.of(ranOut), false, 1);
      case MemoryStep.Again(var wish, List<Reason> reasons) ->
          new Judgement(more, and(List.of(ranOut), reasons), false, 1);
      case MemoryStep.Exhausted(List<Reason> reasons) ->
          new Judgement(new Verdict.Action.Finish(), and(reasons, List.of(ranOut)), false, 1);
    };
  }

  private static List<Reason> and(List<Reason> first, List<Reason> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private static Judgement failedOnBoth(boolean alike) {
    return alike
        ? Judgement.because(
            new Verdict.Action.Finish(),
            "failed-on-both-versions",
            "the last known good version failed too, so the version is not at fault")
        : Judgement.because(
            new Verdict.Action.Finish(),
            "failed-differently-on-both-versions",
            "the last known good version failed too, in another way: the version is not proven"
                + " to be at fault");
  }

  private static Judgement suspectOrUser(FailureCase failed) {
    Classified classified = failed.classified();
    if (classified.outOfMemory()) {
      return SuspectRetry.of(
          failed, "suspect-out-of-memory", "memory ran out while a release rolls out");
    }
    if (classified.equals(Classified.MISSING)) {
      return SuspectRetry.of(
          failed,
          "unclassified",
          "no classification came within %d s, so nobody knows whose fault it is"
              .formatted(failed.policy().waits().classifiedWithin().toSeconds()));
    }
    return switch (classified.category()) {
      case SYSTEM -> SuspectRetry.of(failed, "suspect-system", "the engine is at fault");
      case UNDECIDED ->
          SuspectRetry.of(
              failed, "suspect-undecided", "the classifier is not sure whose fault it is");
      case USER -> looksLikeTheUsers(failed);
      case INFRASTRUCTURE -> throw new IllegalStateException("judged before");
    };
  }

  /** Context beats text: most real upgrade breakages look like user errors. */
  private static Judgement looksLikeTheUsers(FailureCase failed) {
    FailureCase.Habits habits = failed.habits();
    if (habits.cleanRecord() && !habits.codeChanged()) {
      return SuspectRetry.of(
          failed,
          "suspect-clean-record",
          "it looks like the user's error, but the workload ran clean before with the same code");
    }
    double sure = failed.classified().confidence();
    if (failed.policy().costs().worthARetry(sure)) {
      return SuspectRetry.of(
          failed,
          "suspect-unsure",
          "it looks like the user's error, but that is only %.0f %% sure and a retry is cheap"
              .formatted(100 * sure));
    }
    return Judgement.because(
        new Verdict.Action.Finish(),
        "user-error",
        habits.codeChanged()
            ? "the user's error: the workload's code has changed"
            : "the user's error: fewer than %d runs in a row ended well before it"
                .formatted(failed.policy().cleanRuns()));
  }

  private static String heldBack(SideEffects sideEffects) {
    return switch (sideEffects) {
      case UNKNOWN -> "nobody saw whether it wrote, and it was not declared safe to repeat";
      case MAY_HAVE_WRITTEN -> "it may have written, and it was not declared safe to repeat";
      case DECLARED_APPEND -> "it was declared to append, so repeating it could write twice";
      case NONE_SEEN, DECLARED_IDEMPOTENT -> throw new IllegalStateException("safe to repeat");
    };
  }
}
