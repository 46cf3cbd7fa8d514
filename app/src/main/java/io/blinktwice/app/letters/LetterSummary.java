package io.blinktwice.app.letters;

import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.events.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a list says of a letter.
 *
 * @param id names the letter in {@code letters show} and {@code letters replay}
 * @param at when the original was written, in UTC
 * @param role who could not use it
 */
public record LetterSummary(
    String id, String at, String topic, String role, String reason, int keyBytes, int valueBytes) {
  /** The newest first; a total order, so that pages neither overlap nor miss one. */
  static final Comparator<LetterSummary> NEWEST_FIRST =
      Comparator.comparing((LetterSummary letter) -> Instant.parse(letter.at()))
          .reversed()
          .thenComparing(LetterSummary::id)
          .thenComparing(LetterSummary::role);

  static LetterSummary of(DeadLetter letter) {
    return new LetterSummary(
        idOf(letter),
        letter.getAt().toString(),
        letter.getTopic(),
        letter.getRole(),
        SecretRedaction.redact(letter.getReason()),
        size(letter.getKey()),
        size(letter.getValue()));
  }

  /** As the role that wrote it made it. */
  static String idOf(DeadLetter letter) {
    return "dead-%s-%d@%d".formatted(letter.getTopic(), letter.getPartition(), letter.getOffset());
  }

  private static int size(@Nullable ByteBuffer bytes) {
    return bytes == null ? 0 : bytes.remaining();
  }
}
