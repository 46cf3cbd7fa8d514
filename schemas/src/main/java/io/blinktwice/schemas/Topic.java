package io.blinktwice.schemas;

import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue.
 *
 * @param name without the installation's prefix
 * @param key what the key is: it decides the partition, and so what is ordered
 * @param value the Avro record that it carries
 * @param spread into how many partitions
 * @param keep what becomes of old records
 * @param owner the role that writes it
 * @param maxBytes how large a record may be, with its key and headers
 */
public record Topic<V extends SpecificRecord>(
    String name, String key, Class<V> value, Spread spread, Keep keep, String owner, int maxBytes) {
  /** What brokers take when nothing else is said: Kafka's {@code message.max.bytes}. */
  public static final int ORDINARY_BYTES = 1_048_588;

  private static final int ROOM_FOR_KEY_AND_HEADERS = 48 << 10;

  static {
    TrustedRecords.register(); // Whoever reads a topic comes by here first.
  }

  /** A topic whose records are as large as Kafka takes them anywhere. */
  public Topic(String name, String key, Class<V> value, Spread spread, Keep keep, String owner) {
    this(name, key, value, spread, keep, owner, ORDINARY_BYTES);
  }

  /** How a topic is partitioned. */
  public enum Spread {
    /** As many partitions as the installation configures: one workload stays in one of them. */
    BY_WORKLOAD,
    /** One partition: its few records have one order, and an offset names a state of the fleet. */
    TOTAL_ORDER
  }

  /** What becomes of old records. */
  public sealed interface Keep {
    /** The newest record of each key stays. */
    record Newest() implements Keep {}

    /** Every record stays for this long. */
    record All(Duration retention) implements Keep {}

    /** Every record stays for this long, and the newest of each key for good. */
    record AllThenNewest(Duration all) implements Keep {}
  }

  public Schema schema() {
    return SpecificData.get().getSchema(value);
  }

  /** How large an encoded value may be, so that the record with key and headers still fits. */
  public int maxValueBytes() {
    return maxBytes - ROOM_FOR_KEY_AND_HEADERS;
  }

  /** The name on a cluster where {@code prefix} marks our topics. */
  public String on(String prefix) {
    return prefix + "." + name;
  }
}
