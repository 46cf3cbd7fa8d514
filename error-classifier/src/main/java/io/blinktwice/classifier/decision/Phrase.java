package io.blinktwice.classifier.decision;

import org.jspecify.annotations.Nullable;

/**
 * What a kind of words says, as data: it tilts the odds, and is a feature of the model.
 *
 * @param memory whether it shows that memory ran out
 * @param team whose desk it points to, if any
 */
public record Phrase(
    String name, Odds odds, boolean memory, @Nullable String team, String because) {

  /** A phrase and the words in which it was met. */
  record Spotted(Phrase phrase, String words) {}
}
