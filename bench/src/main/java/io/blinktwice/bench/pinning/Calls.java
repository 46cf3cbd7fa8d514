package io.blinktwice.bench.pinning;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Requests to one endpoint: as many as a few connections get through, and the latency at a fixed
 * rate, from when each was due.
 */
final class Calls implements Subject {
  static final int RATE = 2_000;
  static final Metric THROUGHPUT = new Metric("served", "requests/s");
  static final Metric P99 = new Metric("p99", "ms");

  private static final int CONNECTIONS = 8;

  private final String name;
  private final URI server;
  private final IntFunction<byte[]> requests;
  private final Duration perPhase;

  /**
   * @param requests the one of each number
   */
  Calls(String name, URI server, IntFunction<byte[]> requests, Duration perPhase) {
    this.name = name;
    this.server = server;
    this.requests = requests;
    this.perPhase = perPhase;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Metric> pace() {
    return Optional.of(THROUGHPUT);
  }

  @Override
  public void warmUp() throws Exception {
    block();
  }

  @Override
  public Map<Metric, Double> block() throws Exception {
    Map<Metric, Double> values = new LinkedHashMap<>();
    long served = onAll(this::closed).stream().mapToLong(all -> all.length).sum();
    values.put(THROUGHPUT, served / (double) perPhase.toSeconds());
    long[] latencies = onAll(this::open).stream().flatMapToLong(Arrays::stream).sorted().toArray();
    values.put(P99, latencies[(int) Math.ceil(0.99 * latencies.length) - 1] / 1e6);
    return values;
  }

  /** What one connection does; answers with the nanoseconds of each of its calls. */
  private interface Work {
    long[] on(HttpCaller caller, int connection) throws IOException;
  }

  private List<long[]> onAll(Work work) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> under = new ArrayList<>();
      for (int connection = 0; connection < CONNECTIONS; connection++) {
        int number = connection;
        under.add(
            threads.submit(
                () -> {
                  try (HttpCaller caller = new HttpCaller(server)) {
                    return work.on(caller, number);
                  }
                }));
      }
      List<long[]> done = new ArrayList<>();
      for (Future<long[]> each : under) {
        done.add(each.get());
      }
      return done;
    }
  }

  private long[] closed(HttpCaller caller, int connection) throws IOException {
    long end = System.nanoTime() + perPhase.toNanos();
    int calls = 0;
    while (System.nanoTime() < end) {
      caller.call(requests.apply(connection + CONNECTIONS * calls++));
    }
    return new long[calls];
  }

  private long[] open(HttpCaller caller, int connection) throws IOException {
    int count = Math.toIntExact(RATE * perPhase.toSeconds() / CONNECTIONS);
    long[] latencies = new long[count];
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long number = connection + (long) CONNECTIONS * i;
      long due = begin + number * TimeUnit.SECONDS.toNanos(1) / RATE;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      caller.call(requests.apply(Math.toIntExact(number)));
      latencies[i] = System.nanoTime() - due;
    }
    return latencies;
  }
}
