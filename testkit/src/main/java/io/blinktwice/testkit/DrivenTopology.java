package io.blinktwice.testkit;

import io.blinktwice.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A topology in Kafka's test driver: topics of the catalogue with bare Avro, a clock that only it
 * moves, and restarts in which nothing survives but what the changelog of a store holds.
 */
public final class DrivenTopology implements AutoCloseable {
  /** When its clock begins. */
  public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  public static final PlainAvro SERDES = new PlainAvro();

  private final Supplier<Topology> topology;
  private final String prefix;
  private final Properties properties = new Properties();
  private Instant now = BEGIN;
  private TopologyTestDriver driver;

  /**
   * @param topology asked for again at each restart
   * @param prefix of its topics' names
   * @param stateDirectory empty, and of nobody else
   */
  public DrivenTopology(Supplier<Topology> topology, String prefix, Path stateDirectory) {
    this.topology = topology;
    this.prefix = prefix;
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, prefix + ".driven");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    driver = newDriver();
  }

  private TopologyTestDriver newDriver() {
    return new TopologyTestDriver(topology.get(), properties, now);
  }

  /** Compares its description with the module's accepted copy. */
  public void looksAsAccepted() {
    Golden.matches("topology.txt", topology.get().describe().toString());
  }

  /** Null keys and values are what a foreign program may send. */
  public <V extends SpecificRecord> TestInputTopic<@Nullable String, @Nullable V> in(
      Topic<V> topic) {
    return driver.createInputTopic(
        topic.on(prefix), new StringSerializer(), SERDES.of(topic).serializer());
  }

  public <V extends SpecificRecord> TestOutputTopic<String, V> out(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.on(prefix), new StringDeserializer(), SERDES.of(topic).deserializer());
  }

  public <V> KeyValueStore<String, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  public Instant now() {
    return now;
  }

  /** Moves the clock, and with it whatever the topology does on time. */
  public void timePasses(Duration passed) {
    now = now.plus(passed);
    driver.advanceWallClockTime(passed);
  }

  /** Loses the instance and its disk: its stores are made anew of their changelogs' bytes. */
  public void restart(String... stores) {
    List<Runnable> restore = Stream.of(stores).map(this::newest).toList();
    driver.close();
    driver = newDriver();
    restore.forEach(Runnable::run);
  }

  private Runnable newest(String store) {
    Map<Bytes, byte @Nullable []> newest = new LinkedHashMap<>();
    driver
        .createOutputTopic(
            "%s.driven-%s-changelog".formatted(prefix, store),
            new BytesDeserializer(),
            new ByteArrayDeserializer())
        .readKeyValuesToList()
        .forEach(entry -> newest.put(entry.key, entry.value));
    return () -> newest.forEach(bytesOf(store)::put);
  }

  /** The store behind the one that knows what its bytes mean: a restart does not rewrite them. */
  @SuppressWarnings("unchecked") // Every store of keys and values lies over one of bytes.
  private KeyValueStore<Bytes, byte @Nullable []> bytesOf(String store) {
    KeyValueStore<?, ?> known = driver.getKeyValueStore(store);
    return (KeyValueStore<Bytes, byte @Nullable []>) ((WrappedStateStore<?, ?, ?>) known).wrapped();
  }

  @Override
  public void close() {
    driver.close();
  }
}
