package io.blinktwice.bench.hop;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads one topic all the time, and notes when each event of the present phase came. */
final class Arrivals implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, byte[]> consumer;
  private final Thread reader;
  private final Stamp.Reader stamps;
  private final Semaphore window;
  private long phase;
  private int expected;
  private int arrived;
  private long last;
  private long[] latencies = new long[0];

  /** What a phase brought: latencies in ascending order, and when the last event came. */
  record Phase(long[] latencies, long last) {
    double millisAt(double quantile) {
      int index = (int) Math.ceil(quantile * latencies.length) - 1;
      return latencies[Math.max(0, index)] / 1e6;
    }
  }

  /**
   * @param window gets a permit for each event of the present phase that arrives
   */
  Arrivals(Properties properties, String topic, Stamp.Reader stamps, Semaphore window) {
    this.stamps = stamps;
    this.window = window;
    consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(found -> new TopicPartition(topic, found.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    ends.forEach(consumer::seek);
    reader = Thread.ofPlatform().daemon().name("arrivals-of-" + topic).start(this::read);
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, byte[]> event : consumer.poll(POLL)) {
          note(stamps.read(event.value()), System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void note(Stamp stamp, long now) {
    if (stamp.phase() != phase) {
      return;
    }
    if (arrived == latencies.length) {
      latencies = Arrays.copyOf(latencies, Math.max(1 << 12, 2 * arrived));
    }
    latencies[arrived++] = now - stamp.due();
    last = now;
    window.release();
    if (arrived == expected) {
      notifyAll();
    }
  }

  synchronized void begin(long nextPhase) {
    phase = nextPhase;
    expected = -1;
    arrived = 0;
  }

  /** Waits until so many events came; fails if they do not. */
  synchronized Phase await(int count, Duration atMost) throws InterruptedException {
    expected = count;
    long deadline = System.nanoTime() + atMost.toNanos();
    while (arrived < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IllegalStateException(
            "of %d events only %d arrived within %d s"
                .formatted(count, arrived, atMost.toSeconds()));
      }
      wait(left);
    }
    long[] sorted = Arrays.copyOf(latencies, count);
    Arrays.sort(sorted);
    return new Phase(sorted, last);
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    reader.join();
  }
}
