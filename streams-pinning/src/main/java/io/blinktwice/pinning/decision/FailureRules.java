package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import java.time.Duration;
import java.util.List;

/**
 * What to do after a failed attempt: the table of the architecture's §5.3, first match wins.
 *
 * <p>Unsure means suspect. A retry on the last known good version is cheap; a regression that is
 * taken for the user's fault costs a workload.
 */
final class FailureRules {
  private static final int LARGEST_BACKOFF_SHIFT = 10;

  private FailureRules() {}

  /** An action and the rule that asked for it. */
  record Judgement(Verdict.Action action, List<Reason> reasons) {}

  static Judgement judge(FailureCase failed) {
    Judgement wanted = wanted(failed);
    if (wanted.action() instanceof Verdict.Action.Finish) {
      return wanted;
    }
    if (failed.isLastAllowed()) {
      return finish(
          "attempts-used-up",
          "this was attempt " + failed.attempt().number() + " of " + failed.policy().maxAttempts(),
          wanted);
    }
    if (!failed.sideEffects().allowAnotherAttempt()) {
      return finish("held-back-by-side-effects", heldBack(failed.sideEffects()), wanted);
    }
    return wanted;
  }

  private static Judgement wanted(FailureCase failed) {
    boolean outOfMemory = failed.classified().outOfMemory();
    if (outOfMemory && (failed.compared() || !failed.releaseUnderWay())) {
      return because(
          new Verdict.Action.RetryLarger(failed.version()),
          "out-of-memory",
          "memory ran out, and not because of a release");
    }
    if (failed.classified().category() == Category.INFRASTRUCTURE && !outOfMemory) {
      return because(
          new Verdict.Action.RetrySame(failed.version(), backoff(failed)),
          "infrastructure",
          "the infrastructure failed, not the version");
    }
    if (failed.failedOnLastGoodToo()) {
      return because(
          new Verdict.Action.Finish(),
          "failed-on-both-versions",
          "the last known good version failed too, so the version is not at fault");
    }
    return suspectOrUser(failed);
  }

  private static Judgement suspectOrUser(FailureCase failed) {
    Classified classified = failed.classified();
    if (classified.outOfMemory()) {
      return retryLastGood(
          failed, "suspect-out-of-memory", "memory ran out while a release rolls out");
    }
    return switch (classified.category()) {
      case SYSTEM -> retryLastGood(failed, "suspect-system", "the engine is at fault");
      case UNDECIDED ->
          retryLastGood(
              failed, "suspect-undecided", "the classifier is not sure whose fault it is");
      case USER ->
          failed.cleanRecord() && !failed.codeChanged()
              ? retryLastGood(
                  failed,
                  "suspect-clean-record",
                  "it looks like the user's error, but the workload ran clean before with the same code")
              : finishAsUser(failed);
      case INFRASTRUCTURE -> throw new IllegalStateException("judged before");
    };
  }

  private static Judgement finishAsUser(FailureCase failed) {
    return because(
        new Verdict.Action.Finish(),
        "user-error",
        failed.codeChanged()
            ? "the user's error: the workload's code has changed"
            : "the user's error: fewer than %d runs in a row ended well before it"
                .formatted(failed.policy().cleanRuns()));
  }

  private static Judgement retryLastGood(FailureCase failed, String rule, String sentence) {
    EngineVersion target = failed.lastKnownGood();
    return target == null
        ? because(
            new Verdict.Action.Finish(),
            "no-last-known-good",
            sentence + ", but the fleet has no version to fall back to")
        : because(new Verdict.Action.RetryLastGood(target), rule, sentence);
  }

  private static Duration backoff(FailureCase failed) {
    int doublings = Math.min(failed.attempt().number() - 1, LARGEST_BACKOFF_SHIFT);
    return failed.policy().firstBackoff().multipliedBy(1L << doublings);
  }

  private static String heldBack(SideEffects sideEffects) {
    return switch (sideEffects) {
      case UNKNOWN -> "nobody saw whether it wrote, and it was not declared safe to repeat";
      case MAY_HAVE_WRITTEN -> "it may have written, and it was not declared safe to repeat";
      case DECLARED_APPEND -> "it was declared to append, so repeating it could write twice";
      case NONE_SEEN, DECLARED_IDEMPOTENT -> throw new IllegalStateException("safe to repeat");
    };
  }

  private static Judgement because(Verdict.Action action, String rule, String sentence) {
    return new Judgement(action, List.of(new Reason(rule, sentence)));
  }

  /** The rule that stopped it, then the one that would have retried. */
  private static Judgement finish(String rule, String sentence, Judgement instead) {
    return new Judgement(
        new Verdict.Action.Finish(),
        List.of(new Reason(rule, sentence), instead.reasons().getFirst()));
  }
}
