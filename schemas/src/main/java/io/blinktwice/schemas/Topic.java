package io.blinktwice.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param owner who writes it
 * @param maxBytes how large a record may be, with its key and headers
 * @param readers who reads it
 * @param purpose what it is for, in a sentence
 */
public record Topic<V extends SpecificRecord>(
    String name,
    String key,
    Class<V> value,
    Spread spread,
    Keep keep,
    String owner,
    int maxBytes,
    List<String> readers,
    String purpose) {
  /** What brokers take when nothing else is said: Kafka's {@code message.max.bytes}. */
  public static final int ORDINARY_BYTES = 1_048_588;

  /**
   * A record's time is the broker's: a producer whose clock is years off could otherwise have its
   * records deleted at once or kept for ever, and move every timer.
   */
  private static final String BROKERS_TIME = "LogAppendTime";

  private static final int ROOM_FOR_KEY_AND_HEADERS = 48 << 10;
  private static final String POLICY = "cleanup.policy";
  private static final String COMPACT = "compact";
  private static final String DELETE = "delete";
  private static final String RETENTION = "retention.ms";
  private static final String TOMBSTONES = "delete.retention.ms";
  private static final String COMPACTION_LAG = "min.compaction.lag.ms";
  private static final String SEGMENT = "segment.ms";
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration A_WEEK = Duration.ofDays(7);

  /**
   * How long the end of a key stays to be read: longer than a state directory is kept while its
   * owner is away. One that missed the end would bring the key back (KAFKA-19943).
   */
  private static final Duration TOMBSTONES_STAY = A_WEEK;

  static {
    TrustedRecords.register(); // Whoever reads a topic comes by here first.
  }

  public Topic {
    readers = List.copyOf(readers);
  }

  /** A topic that only its maker knows of. */
  public Topic(
      String name,
      String key,
      Class<V> value,
      Spread spread,
      Keep keep,
      String owner,
      int maxBytes) {
    this(name, key, value, spread, keep, owner, maxBytes, List.of(), "");
  }

  /** A topic whose records are as large as Kafka takes them anywhere. */
  public Topic(String name, String key, Class<V> value, Spread spread, Keep keep, String owner) {
    this(name, key, value, spread, keep, owner, ORDINARY_BYTES);
  }

  /** How a topic is partitioned. */
  public enum Spread {
    /** As many partitions as the installation configures: one workload stays in one of them. */
    BY_WORKLOAD,
    /** As many, by another key: topics with the same key have it in the same partition. */
    BY_KEY,
    /** One partition: its few records have one order, and an offset names a state of the fleet. */
    TOTAL_ORDER;

    public int partitions(int configured) {
      return switch (this) {
        case BY_WORKLOAD, BY_KEY -> configured;
        case TOTAL_ORDER -> 1;
      };
    }
  }

  /** The same topic, with who reads it and what it is for. */
  Topic<V> readBy(List<String> readers, String purpose) {
    return new Topic<>(name, key, value, spread, keep, owner, maxBytes, readers, purpose);
  }

  public Schema schema() {
    return SpecificData.get().getSchema(value);
  }

  /** How large an encoded value may be, so that the record with key and headers still fits. */
  public int maxValueBytes() {
    return maxBytes - ROOM_FOR_KEY_AND_HEADERS;
  }

  /** Whether a record without a value is the end of its key. */
  public boolean endsKeys() {
    return !(keep instanceof Keep.All);
  }

  /** The name on a cluster where {@code prefix} marks our topics. */
  public String on(String prefix) {
    return prefix + "." + name;
  }

  /** Kafka's settings of this topic, by their names there. */
  public SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>(keep.settings());
    settings.put("max.message.bytes", String.valueOf(maxBytes));
    settings.put("message.timestamp.type", BROKERS_TIME);
    return settings;
  }

  /** What becomes of old records. */
  public sealed interface Keep {
    /** Kafka's settings for it, by their names there. */
    Map<String, String> settings();

    /** The newest record of each key stays. */
    record Newest() implements Keep {
      @Override
      public Map<String, String> settings() {
        return Map.of(POLICY, COMPACT, TOMBSTONES, millis(TOMBSTONES_STAY), SEGMENT, millis(A_DAY));
      }
    }

    /** Every record stays for this long. */
    record All(Duration retention) implements Keep {
      @Override
      public Map<String, String> settings() {
        return Map.of(
            POLICY, DELETE, RETENTION, millis(retention), SEGMENT, millis(segment(retention)));
      }
    }

    /** Every record stays for this long, and the newest of each key for good. */
    record AllThenNewest(Duration all) implements Keep {
      @Override
      public Map<String, String> settings() {
        return Map.of(
            POLICY, COMPACT, TOMBSTONES, millis(TOMBSTONES_STAY), COMPACTION_LAG, millis(all));
      }
    }

    /** The newest record of each key stays, but no longer than this. */
    record NewestFor(Duration retention) implements Keep {
      @Override
      public Map<String, String> settings() {
        return Map.of(
            POLICY,
            COMPACT + "," + DELETE,
            RETENTION,
            millis(retention),
            TOMBSTONES,
            millis(retention),
            SEGMENT,
            millis(segment(retention)));
      }
    }
  }

  /** Kafka removes whole closed segments: with long ones, records outlive their time by much. */
  private static Duration segment(Duration retention) {
    Duration part = retention.dividedBy(7);
    return part.compareTo(A_WEEK) > 0 ? A_WEEK : part;
  }

  private static String millis(Duration value) {
    return String.valueOf(value.toMillis());
  }
}
