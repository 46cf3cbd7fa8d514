package io.blinktwice.bench.hop;

import java.nio.ByteBuffer;

/**
 * What an event has to carry to be measured when it comes out.
 *
 * @param phase that it was sent in; what comes of an earlier one is not counted
 * @param due when it was to be sent, by {@link System#nanoTime}
 */
public record Stamp(long phase, long due) {
  /** What nobody waits for. */
  public static final Stamp NONE = new Stamp(-1, 0);

  private static final String SEPARATOR = "_";

  /** Finds the stamp in a value of the topic that is read. */
  @FunctionalInterface
  public interface Reader {
    Stamp read(byte[] value);
  }

  static Stamp atTheBeginningOf(byte[] value) {
    ByteBuffer event = ByteBuffer.wrap(value);
    return new Stamp(event.getLong(), event.getLong());
  }

  void putAtTheBeginningOf(byte[] value) {
    ByteBuffer.wrap(value).putLong(phase).putLong(due);
  }

  /** An id that says the stamp, too. */
  public String id(int number) {
    return String.join(
        SEPARATOR, Long.toString(phase), Long.toString(due), Integer.toString(number));
  }

  public static Stamp ofId(String id) {
    String[] parts = id.split(SEPARATOR, -1);
    return parts.length == 3 ? new Stamp(Long.parseLong(parts[0]), Long.parseLong(parts[1])) : NONE;
  }
}
