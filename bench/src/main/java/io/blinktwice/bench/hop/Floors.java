package io.blinktwice.bench.hop;

import io.blinktwice.bench.trial.Trial;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.streams.StreamsOptions;
import io.blinktwice.runtime.streams.StreamsService;
import io.blinktwice.runtime.streams.StreamsSettings;
import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.Topology;

/**
 * The floors, ready to be measured on one broker: another benchmark puts its own subjects beside
 * them and compares within the same run.
 */
public final class Floors implements AutoCloseable {
  public static final String BARE = "bare";
  public static final String AT_LEAST_ONCE = "at-least-once";
  public static final String EXACTLY_ONCE = "exactly-once";
  public static final String EXACTLY_ONCE_STORE = "exactly-once-store";

  private static final int PARTITIONS = 4;
  private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 50;

  private final Trial trial;
  private final KafkaConnection connection;
  private final Duration perPhase;
  private final List<Hop> hops = new ArrayList<>();

  /**
   * @param trial with a broker that runs
   */
  public Floors(Trial trial, Duration perPhase) {
    this.trial = trial;
    this.perPhase = perPhase;
    connection = trial.installation().addresses().kafka();
  }

  /** No stream in between: what Kafka alone takes. */
  public Hop bare() throws InterruptedException, ExecutionException {
    String topic = topics(BARE).getFirst();
    return hop(BARE, List.of(topic, topic), () -> {});
  }

  public Hop atLeastOnce() throws InterruptedException, ExecutionException {
    return streamed(AT_LEAST_ONCE, Guarantee.AT_LEAST_ONCE, FloorTopologies::passThrough);
  }

  public Hop exactlyOnce() throws InterruptedException, ExecutionException {
    return streamed(EXACTLY_ONCE, Guarantee.EXACTLY_ONCE, FloorTopologies::passThrough);
  }

  /** What a stateful role cannot go below. */
  public Hop exactlyOnceWithStore() throws InterruptedException, ExecutionException {
    return streamed(EXACTLY_ONCE_STORE, Guarantee.EXACTLY_ONCE, FloorTopologies::oneStore);
  }

  private Hop streamed(
      String name, Guarantee guarantee, BiFunction<String, String, Topology> topology)
      throws InterruptedException, ExecutionException {
    List<String> topics = topics(name);
    StreamsService stream =
        new StreamsService(
            new StreamsSettings(
                connection,
                "bench-" + name,
                new InstanceConfig("bench", "127.0.0.1:1", trial.folder().resolve(name), List.of()),
                StreamsOptions.DEFAULTS,
                guarantee),
            topology.apply(topics.getFirst(), topics.getLast()));
    stream.start();
    awaitRunning(stream);
    return hop(name, topics, stream::close);
  }

  private Hop hop(String name, List<String> topics, Hop.Stream stream) {
    Load load = new PlainLoad(connection, topics.getFirst());
    Hop.Way way = new Hop.Way(name, load, topics.getLast(), Stamp::atTheBeginningOf, stream);
    Hop hop = new Hop(way, connection, perPhase);
    hops.add(hop);
    return hop;
  }

  private static void awaitRunning(StreamsService stream) throws InterruptedException {
    long deadline = System.nanoTime() + RUNNING_WITHIN.toNanos();
    while (!stream.isReady()) {
      if (System.nanoTime() > deadline || stream.isDead()) {
        stream.close();
        throw new IllegalStateException("the stream of " + stream.name() + " does not run");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private List<String> topics(String name) throws InterruptedException, ExecutionException {
    List<String> names = List.of("bench." + name + ".in", "bench." + name + ".out");
    try (Admin admin = Admin.create(connection.properties())) {
      admin
          .createTopics(
              names.stream().map(topic -> new NewTopic(topic, PARTITIONS, (short) 1)).toList())
          .all()
          .get();
    }
    return names;
  }

  @Override
  public void close() throws Exception {
    for (Hop hop : hops.reversed()) {
      hop.close();
    }
  }
}
