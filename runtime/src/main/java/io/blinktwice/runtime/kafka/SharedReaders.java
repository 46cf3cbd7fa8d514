package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.metrics.KafkaMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The one reader of this process for each Kafka: it is made for the first view and ends with the
 * last.
 */
final class SharedReaders {
  /** Whoever catches up has something to fetch; a request behind this one must not wait long. */
  private static final int CATCHING_UP_WAIT_MILLIS = 20;

  private static final Map<KafkaConnection, SharedReaders> OPEN = new HashMap<>();

  /** Clients of one process have different ids. */
  private static final AtomicInteger MADE = new AtomicInteger();

  private final SharedReader reader;
  private int views;

  private SharedReaders(SharedReader reader) {
    this.reader = reader;
  }

  /**
   * A view's share in a reader.
   *
   * @param givenBack by whoever is done with it; the last one ends the reader
   */
  record Share(SharedReader reader, Runnable givenBack) {}

  static Share take(KafkaConnection connection) {
    synchronized (OPEN) {
      SharedReaders open = OPEN.get(connection);
      if (open == null || open.reader.isOver()) {
        open = new SharedReaders(reader(connection));
        OPEN.put(connection, open);
      }
      open.views++;
      return share(connection, open);
    }
  }

  private static Share share(KafkaConnection connection, SharedReaders open) {
    AtomicBoolean held = new AtomicBoolean(true);
    return new Share(
        open.reader,
        () -> {
          if (held.getAndSet(false) && isLast(connection, open)) {
            open.reader.close();
          }
        });
  }

  private static boolean isLast(KafkaConnection connection, SharedReaders open) {
    synchronized (OPEN) {
      open.views--;
      if (open.views > 0) {
        return false;
      }
      OPEN.remove(connection, open);
      return true;
    }
  }

  private static SharedReader reader(KafkaConnection connection) {
    Properties atTheFront = properties(connection);
    Properties behind = properties(connection);
    behind.put(ConsumerConfig.CLIENT_ID_CONFIG, KafkaMetrics.CATCHING_UP + MADE.incrementAndGet());
    behind.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, CATCHING_UP_WAIT_MILLIS);
    SharedReader reader =
        new SharedReader(
            UnreadableRecords.on(connection), consumers(atTheFront), consumers(behind).get());
    reader.start();
    return reader;
  }

  private static Properties properties(KafkaConnection connection) {
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return properties;
  }

  private static Supplier<Consumer<byte[], byte[]>> consumers(Properties properties) {
    return () ->
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
