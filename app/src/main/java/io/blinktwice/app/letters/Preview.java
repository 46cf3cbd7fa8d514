package io.blinktwice.app.letters;

import io.blinktwice.contract.SecretRedaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a key, a value or a header, as people look at them.
 *
 * @param size of the whole
 * @param text with a dot for each byte that is no printable character, and secrets masked
 * @param hex of the same bytes; only of the frame (magic byte and schema id) where a secret was
 *     masked, because it would stand there, too
 */
public record Preview(int size, String text, String hex) {
  private static final int SHOWN = 512;

  /** What Confluent's wire format puts before a value. */
  private static final int FRAME = 5;

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7E;

  static Preview of(@Nullable ByteBuffer buffer) {
    byte[] all = buffer == null ? new byte[0] : bytes(buffer);
    String whole = printable(all);
    String redacted = SecretRedaction.redact(whole);
    byte[] shown = Arrays.copyOf(all, Math.min(all.length, redacted.equals(whole) ? SHOWN : FRAME));
    return new Preview(all.length, cut(redacted), HexFormat.of().formatHex(shown));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String printable(byte[] bytes) {
    byte[] text = bytes.clone();
    for (int i = 0; i < text.length; i++) {
      if (text[i] < FIRST_PRINTABLE || text[i] > LAST_PRINTABLE) {
        text[i] = '.';
      }
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
