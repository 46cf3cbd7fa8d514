package io.blinktwice.bench.hop;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;

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

  /** Processor time of whoever does the work, while as much is under way as may be. */
  public static final Metric CPU = new Metric("cpu", "us/event");

  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(30);
  private static final Duration FILLED_WITHIN = Duration.ofMinutes(3);

  private final Way way;
  private final Duration perPhase;
  private final Semaphore window = new Semaphore(0);
  private final Arrivals arrivals;
  private long phase;

  /**
   * What lies between going in and coming out.
   *
   * @param to the topic that is read
   * @param stamps finds in it what was sent when
   * @param stream that is closed with the hop
   */
  public record Way(String name, Load load, String to, Stamp.Reader stamps, Stream stream) {}

  /** What does the work in between. */
  public interface Stream extends AutoCloseable {
    /** Processor time that it has used so far, where that can be told from everybody else's. */
    default OptionalLong cpuNanos() {
      return OptionalLong.empty();
    }
  }

  public Hop(Way way, KafkaConnection connection, Duration perPhase) {
    this.way = way;
    this.perPhase = perPhase;
    Properties reading = connection.properties();
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    arrivals = new Arrivals(reading, way.to(), way.stamps(), window);
  }

  @Override
  public String name() {
    return way.name();
  }

  @Override
  public Optional<Metric> pace() {
    return Optional.of(THROUGHPUT);
  }

  @Override
  public void warmUp() throws InterruptedException {
    arrivals.begin(++phase);
    arrivals.await(way.load().fill(phase), FILLED_WITHIN);
    saturate();
    latencies();
  }

  @Override
  public Map<Metric, Double> block() throws InterruptedException {
    Map<Metric, Double> values = quantiles();
    values.putAll(saturate());
    return values;
  }

  /** The same hop, of which only the latencies are asked for. */
  public Subject steady() {
    return new Subject() {
      @Override
      public String name() {
        return Hop.this.name();
      }

      @Override
      public void warmUp() throws InterruptedException {
        latencies();
      }

      @Override
      public Map<Metric, Double> block() throws InterruptedException {
        return quantiles();
      }
    };
  }

  private Map<Metric, Double> quantiles() throws InterruptedException {
    Arrivals.Phase steady = latencies();
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(P50, steady.millisAt(0.50));
    values.put(P99, steady.millisAt(0.99));
    return values;
  }

  private Arrivals.Phase latencies() throws InterruptedException {
    arrivals.begin(++phase);
    int rate = RATE / way.load().eventsInAUnit();
    int count = Math.toIntExact(rate * perPhase.toSeconds());
    way.load().prepare(phase, count);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + TimeUnit.SECONDS.toNanos(i) / rate;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
        refuseWhenInterrupted();
      }
      way.load().steady(i, new Stamp(phase, due));
    }
    return arrivals.await(count, DRAINED_WITHIN);
  }

  private Map<Metric, Double> saturate() throws InterruptedException {
    int events = way.load().eventsInAUnit();
    arrivals.begin(++phase);
    window.drainPermits();
    window.release(UNDER_WAY / events);
    OptionalLong worked = way.stream().cpuNanos();
    long begin = System.nanoTime();
    int sent = 0;
    while (System.nanoTime() - begin < perPhase.toNanos()) {
      if (!window.tryAcquire(DRAINED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name() + " has stopped: nothing arrives any more");
      }
      way.load().full(sent++, new Stamp(phase, System.nanoTime()));
    }
    long last = arrivals.await(sent, DRAINED_WITHIN).last();
    double eventsDone = (double) sent * events;
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(THROUGHPUT, eventsDone * TimeUnit.SECONDS.toNanos(1) / (last - begin));
    way.stream()
        .cpuNanos()
        .ifPresent(
            now ->
                values.put(
                    CPU,
                    (now - worked.orElse(now)) / eventsDone / TimeUnit.MICROSECONDS.toNanos(1)));
    return values;
  }

  private static void refuseWhenInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() throws Exception {
    try (Stream stream = way.stream();
        Load load = way.load()) {
      arrivals.close();
    }
  }
}
