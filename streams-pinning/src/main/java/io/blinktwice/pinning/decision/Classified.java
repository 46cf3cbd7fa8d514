package io.blinktwice.pinning.decision;

/**
 * What the classifier said of a failed attempt; a higher revision corrects a lower one.
 *
 * @param confidence its probability for this category
 */
public record Classified(
    Category category, double confidence, boolean outOfMemory, String signature, int revision) {
  /** Stands for what nobody said in time; it is judged by, but never remembered or told. */
  static final Classified MISSING = new Classified(Category.UNDECIDED, 0, false, "", 0);

  public Classified {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("a confidence lies between 0 and 1, not " + confidence);
    }
  }
}
