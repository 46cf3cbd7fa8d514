package io.blinktwice.app.letters;

import io.blinktwice.events.DeadLetter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which letters are wanted.
 *
 * @param topic where they came from, with or without the prefix
 * @param reason what the reason contains, whatever its case
 * @param since when the letter was written at the earliest
 */
public record LetterFilter(
    Optional<String> topic, Optional<String> reason, Optional<Instant> since) {
  public static final LetterFilter ALL =
      new LetterFilter(Optional.empty(), Optional.empty(), Optional.empty());

  /** The time is the reader's business: it starts there. */
  boolean takes(DeadLetter letter) {
    return topic.map(name -> isNamed(letter.getTopic(), name)).orElse(true)
        && reason.map(words -> lower(letter.getReason()).contains(lower(words))).orElse(true);
  }

  private static boolean isNamed(String topic, String name) {
    return topic.equals(name) || topic.endsWith("." + name);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
