package io.blinktwice.classifier.decision;

import org.jspecify.annotations.Nullable;

/**
 * What a classifier judges by: what is known of names and phrases, and what was learnt, if
 * anything.
 */
public record Judges(
    Families families, Phrases phrases, KnownChanges changes, @Nullable Learnt learnt) {

  /**
   * What was learnt from examples.
   *
   * @param id of the models, in every answer that they had a say in
   * @param categories judges whose failure it is: USER, INFRASTRUCTURE, SYSTEM
   * @param teams judges whose desk it belongs on
   * @param trustInRules how far the odds of rules count beside those of the first
   * @param trustInVotes how far votes for teams count beside the odds of the second
   */
  public record Learnt(
      String id, Model categories, Model teams, double trustInRules, double trustInVotes) {}

  /** The same without what was learnt: rules alone. */
  public Judges withoutLearning() {
    return new Judges(families, phrases, changes, null);
  }

  public Judges with(Learnt other) {
    return new Judges(families, phrases, changes, other);
  }
}
