package io.blinktwice.pinning.decision;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the classifier said of a failed attempt; a higher revision corrects a lower one.
 *
 * @param confidence its probability for this category
 * @param opinion who said so, and how sure they were of what
 */
public record Classified(
    Category category,
    double confidence,
    boolean outOfMemory,
    String signature,
    int revision,
    Opinion opinion) {
  /**
   * Nothing is judged by it: those who learn from what became of the failure want to know.
   *
   * @param classifier rules and model
   * @param probabilities by category
   */
  public record Opinion(String classifier, SortedMap<String, Double> probabilities) {
    /** Of whoever did not say more than the category. */
    public static final Opinion UNSTATED = new Opinion("", new TreeMap<>());

    /** More than there are categories: keeps a flood out of the state. */
    private static final int PROBABILITIES_KEPT = 8;

    public Opinion {
      probabilities =
          Frozen.sorted(
              probabilities.size() > PROBABILITIES_KEPT ? first(probabilities) : probabilities);
    }

    private static SortedMap<String, Double> first(SortedMap<String, Double> probabilities) {
      TreeMap<String, Double> kept = new TreeMap<>(probabilities);
      while (kept.size() > PROBABILITIES_KEPT) {
        kept.pollLastEntry();
      }
      return kept;
    }
  }

  /** Stands for what nobody said in time; it is judged by, but never remembered or told. */
  static final Classified MISSING = new Classified(Category.UNDECIDED, 0, false, "", 0);

  public Classified {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("a confidence lies between 0 and 1, not " + confidence);
    }
  }

  /** Where nobody says more. */
  public Classified(
      Category category, double confidence, boolean outOfMemory, String signature, int revision) {
    this(category, confidence, outOfMemory, signature, revision, Opinion.UNSTATED);
  }

  /** The same as long as nobody asks whose word it is. */
  public Classified withoutOpinion() {
    return new Classified(category, confidence, outOfMemory, signature, revision);
  }
}
