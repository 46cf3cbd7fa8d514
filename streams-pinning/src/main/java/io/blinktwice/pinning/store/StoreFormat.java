package io.blinktwice.pinning.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.errors.SerializationException;

/**
 * How a stored state begins.
 *
 * <p>A new format is read by one release before any writes it: release N reads N and N + 1 and
 * writes N, so that both can work side by side and a step back finds nothing that it cannot read.
 */
public enum StoreFormat {
  /** The number, then Avro of an earlier schema: read, but no longer written. */
  FIRST(1, 1),
  /** The number of the format, then Avro. */
  PLAIN(2, 1),
  /** The number, a CRC-32C of what follows, then Avro: a damaged state is known as one. */
  CHECKED(3, 1 + Integer.BYTES);

  private final byte number;
  private final int headBytes;

  StoreFormat(int number, int headBytes) {
    this.number = (byte) number;
    this.headBytes = headBytes;
  }

  /** The format of this number, as the configuration names it, for writing. */
  public static StoreFormat toWrite(int number) {
    StoreFormat format = numbered(number);
    if (format == FIRST) {
      throw new IllegalArgumentException("store format 1 can be read only; write 2 or 3");
    }
    return format;
  }

  private static StoreFormat numbered(int number) {
    for (StoreFormat format : values()) {
      if (format.number == number) {
        return format;
      }
    }
    throw new IllegalArgumentException("there is no store format " + number);
  }

  /** That in which a state was written. */
  static StoreFormat of(byte[] bytes) {
    if (bytes.length == 0) {
      throw new SerializationException("the state is empty");
    }
    try {
      return numbered(bytes[0]);
    } catch (IllegalArgumentException e) {
      throw new SerializationException(
          "the state was written by another release of this program (format %d)"
              .formatted(bytes[0]),
          e);
    }
  }

  byte[] framed(byte[] body) {
    ByteBuffer framed = ByteBuffer.allocate(headBytes + body.length).put(number);
    if (this == CHECKED) {
      framed.putInt(checksum(body, 0));
    }
    return framed.put(body).array();
  }

  /** Where the body starts; refuses a damaged state. */
  int bodyOf(byte[] bytes) {
    if (bytes.length < headBytes || !isWhole(bytes)) {
      throw new SerializationException("the state is damaged");
    }
    return headBytes;
  }

  private boolean isWhole(byte[] bytes) {
    return switch (this) {
      case FIRST, PLAIN -> true;
      case CHECKED -> ByteBuffer.wrap(bytes).getInt(1) == checksum(bytes, headBytes);
    };
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, bytes.length - from);
    return (int) checksum.getValue();
  }
}
