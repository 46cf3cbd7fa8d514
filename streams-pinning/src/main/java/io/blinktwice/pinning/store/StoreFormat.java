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
  /** The number of the format, then Avro. */
  PLAIN(1, 1),
  /** The number, a CRC-32C of what follows, then Avro: a damaged state is known as one. */
  CHECKED(2, 1 + Integer.BYTES);

  private final byte number;
  private final int headBytes;

  StoreFormat(int number, int headBytes) {
    this.number = (byte) number;
    this.headBytes = headBytes;
  }

  /** The format of this number, as the configuration names it. */
  public static StoreFormat numbered(int number) {
    for (StoreFormat format : values()) {
      if (format.number == number) {
        return format;
      }
    }
    throw new IllegalArgumentException("there is no store format " + number);
  }

  byte[] framed(byte[] body) {
    ByteBuffer framed = ByteBuffer.allocate(headBytes + body.length).put(number);
    if (this == CHECKED) {
      framed.putInt(checksum(body, 0));
    }
    return framed.put(body).array();
  }

  /** Where the body starts, in whatever format it was written. */
  static int bodyOf(byte[] bytes) {
    if (bytes.length == 0) {
      throw new SerializationException("the state is empty");
    }
    StoreFormat format;
    try {
      format = numbered(bytes[0]);
    } catch (IllegalArgumentException e) {
      throw new SerializationException(
          "the state was written by another release of this program (format %d)"
              .formatted(bytes[0]),
          e);
    }
    if (bytes.length < format.headBytes || !format.isWhole(bytes)) {
      throw new SerializationException("the state is damaged");
    }
    return format.headBytes;
  }

  private boolean isWhole(byte[] bytes) {
    return switch (this) {
      case PLAIN -> true;
      case CHECKED -> ByteBuffer.wrap(bytes).getInt(1) == checksum(bytes, headBytes);
    };
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, bytes.length - from);
    return (int) checksum.getValue();
  }
}
