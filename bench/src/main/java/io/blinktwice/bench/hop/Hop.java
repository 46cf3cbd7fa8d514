package io.blinktwice.bench.hop;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A way of events from one topic to another, or through one topic, measured from outside.
 *
 * <p>Latency is measured at a fixed rate, from when an event was due, not from when it was sent: a
 * stall counts for every event that it held up. Events per second are measured with a bounded
 * number of events under way, so that the time to drain them is bounded, too.
 */
public final class Hop implements Subject, AutoCloseable {
  public static final int RATE = 1_000;
  public static final int UNDER_WAY = 20_000;

  public static final Metric P50 = new Metric("p50", "ms");
  public static final Metric P99 = new Metric("p99", "ms");
  public static final Metric THROUGHPUT = new Metric("saturated", "events/s");

  private static final int KEYS = 2_000;
  private static final int VALUE_BYTES = 100;
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(30);

  private final String name;
  private final String from;
  private final Duration perPhase;
  private final KafkaProducer<String, byte[]> producer;
  private final Semaphore window = new Semaphore(0);
  private final Arrivals arrivals;
  private final AutoCloseable stream;
  private long phase;

  /**
   * What lies between the two topics.
   *
   * @param stream that is closed with the hop
   */
  public record Way(String name, String from, String to, AutoCloseable stream) {}

  public Hop(Way way, KafkaConnection connection, Duration perPhase) {
    this.name = way.name();
    this.from = way.from();
    this.stream = way.stream();
    this.perPhase = perPhase;
    Properties sending = connection.producerProperties();
    sending.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer = new KafkaProducer<>(sending, new StringSerializer(), new ByteArraySerializer());
    Properties reading = connection.properties();
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    arrivals = new Arrivals(reading, way.to(), window);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void warmUp() throws InterruptedException {
    saturate();
    latencies();
  }

  @Override
  public Map<Metric, Double> block() throws InterruptedException {
    Map<Metric, Double> values = new LinkedHashMap<>();
    Arrivals.Phase steady = latencies();
    values.put(P50, steady.millisAt(0.50));
    values.put(P99, steady.millisAt(0.99));
    values.put(THROUGHPUT, saturate());
    return values;
  }

  private Arrivals.Phase latencies() throws InterruptedException {
    arrivals.begin(++phase);
    int count = Math.toIntExact(RATE * perPhase.toSeconds());
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + TimeUnit.SECONDS.toNanos(i) / RATE;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
        refuseWhenInterrupted();
      }
      send(i, due);
    }
    return arrivals.await(count, DRAINED_WITHIN);
  }

  private double saturate() throws InterruptedException {
    arrivals.begin(++phase);
    window.drainPermits();
    window.release(UNDER_WAY);
    long begin = System.nanoTime();
    int sent = 0;
    while (System.nanoTime() - begin < perPhase.toNanos()) {
      if (!window.tryAcquire(DRAINED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " has stopped: nothing arrives any more");
      }
      send(sent++, System.nanoTime());
    }
    return sent * 1e9 / (arrivals.await(sent, DRAINED_WITHIN).last() - begin);
  }

  private void send(int number, long due) {
    byte[] value = new byte[VALUE_BYTES];
    ByteBuffer.wrap(value).putLong(phase).putLong(due);
    producer.send(new ProducerRecord<>(from, "key-" + number % KEYS, value));
  }

  private static void refuseWhenInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() throws Exception {
    try (stream;
        producer) {
      arrivals.close();
    }
  }
}
