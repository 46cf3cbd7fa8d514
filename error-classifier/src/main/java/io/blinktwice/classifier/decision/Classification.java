package io.blinktwice.classifier.decision;

import io.blinktwice.contract.Reason;
import java.util.List;

/**
 * What a failure was.
 *
 * @param odds of the three categories, decided or not
 * @param memoryRanOut a flag beside the category: whose memory it was is another question
 * @param signature the same for one fault in different releases, with different values
 * @param reasons the rules that fired, the deciding one first; never empty
 */
public record Classification(
    Odds odds, boolean memoryRanOut, String signature, List<Reason> reasons) {
  public Classification {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a classification has a reason");
    }
  }

  public Category category() {
    return odds.category();
  }
}
