package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Reason;
import java.util.List;

/** What the rules ask for: an action, the rules behind it, and whether the version is suspect. */
record Judgement(Verdict.Action action, List<Reason> reasons, boolean suspect, double probability) {
  Judgement {
    reasons = List.copyOf(reasons);
  }

  static Judgement because(Verdict.Action action, String rule, String sentence) {
    return new Judgement(action, List.of(new Reason(rule, sentence)), false, 1);
  }

  /** The rule that stops it comes first, then the one that would have retried. */
  Judgement heldBack(String rule, String sentence) {
    return new Judgement(
        new Verdict.Action.Finish(),
        List.of(new Reason(rule, sentence), reasons.getFirst()),
        suspect,
        1);
  }
}
