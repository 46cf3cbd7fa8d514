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
  /** The number, then Avro of the first schema: read, but no longer written. */
  FIRST(1, 1, 1),
  /** The number, then Avro of the second schema: read, but no longer written. */
  SECOND(2, 1, 2),
  /** The same with a checksum: read, but no longer written. */
  SECOND_CHECKED(3, 1 + Integer.BYTES, 2),
  /** The number of the format, then Avro, with every run that is remembered. */
  PLAIN(4, 1, StoreFormat.NEWEST_SCHEMA),
  /** The number, a CRC-32C of what follows, then Avro: a damaged state is known as one. */
  CHECKED(5, 1 + Integer.BYTES, StoreFormat.NEWEST_SCHEMA),
  /** The number, where runs lie that are over, then Avro with those that are not. */
  APART(6, 1, StoreFormat.NEWEST_SCHEMA),
  /** The number, a CRC-32C of what follows, then the same. */
  APART_CHECKED(7, 1 + Integer.BYTES, StoreFormat.NEWEST_SCHEMA),
  /** The number, where runs lie that are over, then the others as bytes of our own. */
  PACKED(8, 1, StoreFormat.NO_SCHEMA),
  /** The number, a CRC-32C of what follows, then the same. */
  PACKED_CHECKED(9, 1 + Integer.BYTES, StoreFormat.NO_SCHEMA),
  /** The same as 8, and behind it what releases refuse the workload on purpose. */
  REFUSING(10, 1, StoreFormat.NO_SCHEMA),
  /** The number, a CRC-32C of what follows, then the same. */
  REFUSING_CHECKED(11, 1 + Integer.BYTES, StoreFormat.NO_SCHEMA);

  static final int NEWEST_SCHEMA = 3;

  /** Behind the newest schema: these formats say more than Avro's do. */
  private static final int NO_SCHEMA = NEWEST_SCHEMA + 1;

  private final byte number;
  private final int headBytes;
  private final int schema;

  StoreFormat(int number, int headBytes, int schema) {
    this.number = (byte) number;
    this.headBytes = headBytes;
    this.schema = schema;
  }

  /** The number of the schema in which its states are written. */
  int schema() {
    return schema;
  }

  /** Where runs lie that are over. */
  Layout layout() {
    return switch (this) {
      case FIRST, SECOND, SECOND_CHECKED, PLAIN, CHECKED -> Layout.WHOLE;
      case APART, APART_CHECKED -> Layout.SLOTS;
      case PACKED, PACKED_CHECKED, REFUSING, REFUSING_CHECKED -> Layout.BUCKETS;
    };
  }

  /** Whether states are bytes of our own, which know whose word a classification was. */
  public boolean isPacked() {
    return schema == NO_SCHEMA;
  }

  /** Whether states say what releases refuse a workload on purpose. */
  boolean knowsRefusals() {
    return this == REFUSING || this == REFUSING_CHECKED;
  }

  /** The format of this number, as the configuration names it, for writing. */
  public static StoreFormat toWrite(int number) {
    StoreFormat format = numbered(number);
    if (format.schema < NEWEST_SCHEMA) {
      throw new IllegalArgumentException(
          "store format %d can be read only; write 4 to 11".formatted(number));
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

  /** Room for what comes before the body, with the number in it. */
  byte[] head() {
    byte[] head = new byte[headBytes];
    head[0] = number;
    return head;
  }

  /** Bytes behind this head, with the checksum that belongs into it. */
  byte[] sealed(byte[] framed) {
    if (headBytes > 1) {
      ByteBuffer.wrap(framed).putInt(1, checksum(framed, headBytes));
    }
    return framed;
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
      case FIRST, SECOND, PLAIN, APART, PACKED, REFUSING -> true;
      case SECOND_CHECKED, CHECKED, APART_CHECKED, PACKED_CHECKED, REFUSING_CHECKED ->
          ByteBuffer.wrap(bytes).getInt(1) == checksum(bytes, headBytes);
    };
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, bytes.length - from);
    return (int) checksum.getValue();
  }
}
