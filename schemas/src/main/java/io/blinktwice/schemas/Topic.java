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
 */
public record Topic<V extends SpecificRecord>(
    String name, String key, Class<V> value, Spread spread, Keep keep, String owner) {
  static {
    TrustedRecords.register(); // Whoever reads a topic comes by here first.
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
  }

  public Schema schema() {
    return SpecificData.get().getSchema(value);
  }

  /** The name on a cluster where {@code prefix} marks our topics. */
  public String on(String prefix) {
    return prefix + "." + name;
  }
}
