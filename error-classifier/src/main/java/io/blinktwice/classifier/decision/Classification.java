package io.blinktwice.classifier.decision;

import io.blinktwice.contract.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failure was.
 *
 * @param odds of the three categories, decided or not
 * @param abstained nothing was sure enough; the likeliest category is only a guess then
 * @param memoryRanOut a flag beside the category: whose memory it was is another question
 * @param changedBehaviour the two versions are known to differ in this on purpose
 * @param teams the likeliest desk and the next two, best first; empty where nothing points anywhere
 * @param signature the same for one fault in different releases, with different values
 * @param condition the engine's name for the failure, as far as it could be read
 * @param model that had a say; null where rules alone decided
 * @param reasons what decided, the most important first; never empty
 */
public record Classification(
    Odds odds,
    boolean abstained,
    boolean memoryRanOut,
    boolean changedBehaviour,
    List<Model.Ranked> teams,
    String signature,
    @Nullable String condition,
    @Nullable String model,
    List<Reason> reasons) {
  public Classification {
    teams = List.copyOf(teams);
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a classification has a reason");
    }
  }

  /** Whose failure it was, or that nothing is sure enough to say so. */
  public Category category() {
    return abstained ? Category.UNDECIDED : odds.likeliest();
  }
}
