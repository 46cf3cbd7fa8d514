package io.blinktwice.rollout.topology;

import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.store.FleetSerde;
import io.blinktwice.rollout.store.NewsPage;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.runtime.streams.PromptProcessor;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.Set;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Commands and evidence become decisions, in the light of the catalogue.
 *
 * <p>What workloads ran is summed up where their partitions are, and told to one task page by page;
 * there it meets the topics of the fleet, which have one partition: what was read before what is
 * one order, which each decision names by the coordinates of its inputs.
 */
public final class RolloutTopology {
  static final String STORE = "fleet-by-installation";
  static final String EVIDENCE = "evidence-by-part";
  static final String NEWS = "news-by-beat";
  static final String DECISIONS = "write-rollout-decisions";
  static final String HEALTH = "write-version-health";
  private static final String DECIDE = "decide-rollouts";

  private final TopicSerdes serdes;
  private final String prefix;
  private final StreamsBuilder builder = new StreamsBuilder();

  private RolloutTopology(TopicSerdes serdes, String prefix) {
    this.serdes = serdes;
    this.prefix = prefix;
  }

  /** With so many partitions of workloads; asked for when the first of their news come. */
  public static Topology of(TopicSerdes serdes, String topicPrefix, IntSupplier partitions) {
    RolloutTopology building = new RolloutTopology(serdes, topicPrefix);
    building
        .inputs()
        .process(
            PromptProcessor.supplier(
                () -> new DecideRollouts(partitions),
                Set.of(fleetStore(), bytes(EVIDENCE), bytes(NEWS))),
            Named.as(DECIDE));
    Topology topology = building.builder.build();
    building.sink(topology, Topics.ROLLOUT_DECISIONS, DECISIONS);
    building.sink(topology, Topics.VERSION_HEALTH, HEALTH);
    return topology;
  }

  private KStream<String, Input> inputs() {
    KStream<String, Input> commands =
        read(Topics.ROLLOUT_COMMANDS).process(DecodeCommands::new, Named.as("decode-commands"));
    KStream<String, Input> releases =
        read(Topics.RELEASES).process(DecodeReleases::new, Named.as("decode-releases"));
    return commands
        .merge(releases, Named.as("and-releases"))
        .merge(news(), Named.as("and-evidence"));
  }

  private KStream<String, Input> news() {
    return this.<SpecificRecord>any(Topics.RUN_VERDICTS)
        .merge(any(Topics.RUN_EVENTS), Named.as("and-run-events"))
        .merge(any(Topics.PIN_EVENTS), Named.as("and-pin-events"))
        .process(watching(), Named.as("watch-workloads"))
        .mapValues(NewsPage::bytes, Named.as("encode-news"))
        .repartition(
            Repartitioned.<String, byte[]>as("told-to-judges")
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray())
                .withNumberOfPartitions(1))
        .mapValues(bytes -> new Input.Told(NewsPage.of(bytes)), Named.as("decode-news"));
  }

  private static ProcessorSupplier<String, SpecificRecord, String, NewsPage> watching() {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, SpecificRecord, String, NewsPage> get() {
        return new WatchWorkloads();
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            bytes(WatchWorkloads.RECORDS),
            bytes(WatchWorkloads.WAITING),
            bytes(WatchWorkloads.CLOCK));
      }
    };
  }

  private <V extends SpecificRecord> KStream<String, V> read(Topic<V> topic) {
    return builder.stream(
        topic.on(prefix),
        Consumed.with(Serdes.String(), serdes.of(topic)).withName("read-" + topic.name()));
  }

  @SuppressWarnings("unchecked") // A record of the topic is a record.
  private <V extends SpecificRecord> KStream<String, V> any(Topic<?> topic) {
    return builder.stream(
        topic.on(prefix),
        Consumed.with(Serdes.String(), (Serde<V>) serdes.of(topic))
            .withName("read-" + topic.name()));
  }

  private <V extends SpecificRecord> void sink(Topology topology, Topic<V> topic, String name) {
    topology.addSink(
        name, topic.on(prefix), new StringSerializer(), serdes.of(topic).serializer(), DECIDE);
  }

  private static StoreBuilder<?> bytes(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
  }

  private static StoreBuilder<?> fleetStore() {
    Serde<Fleet> fleets = FleetSerde.create();
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(STORE), Serdes.String(), fleets);
  }
}
