package io.blinktwice.training;

import io.blinktwice.classifier.decision.Category;

/**
 * A failure's text and what it was.
 *
 * @param generator that made it
 * @param origin what it is a variation of: examples of one origin never stand on both sides of a
 *     split
 * @param version of the engine that it looks like
 * @param weight how far the label is to be trusted, 1 for certain
 */
record Example(
    String generator,
    String origin,
    String version,
    String text,
    Category category,
    boolean memoryRanOut,
    String team,
    double weight) {

  /** The part of the ecosystem that it is about; empty where its origin names none. */
  String topic() {
    return origin().indexOf('/') < 0 ? "" : origin().substring(0, origin().lastIndexOf('-'));
  }
}
