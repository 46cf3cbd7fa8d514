package io.blinktwice.autoscaler.topology;

import io.blinktwice.autoscaler.vertical.decision.WorkloadNeeds;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.runtime.streams.PromptProcessor;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Two parts that share the pools: one task hears of all clusters and plans pool by pool at each
 * beat; beside it, where the workloads are, what runs needed becomes advice for the next.
 */
public final class ScalingTopology {
  static final String POOLS = "pools-by-name";
  static final String PINS = "pins-by-workload";
  static final String WORKLOADS = "needs-by-workload";
  static final String DECISIONS = "write-scaling-decisions";
  static final String ADVICE = "write-resource-advice";
  private static final String PLAN = "plan-pools";
  private static final String ADVISE = "advise-workloads";

  private final TopicSerdes serdes;
  private final String prefix;
  private final Supplier<List<WorkloadNeeds.Size>> sizes;
  private final StreamsBuilder builder = new StreamsBuilder();

  private ScalingTopology(
      TopicSerdes serdes, String prefix, Supplier<List<WorkloadNeeds.Size>> sizes) {
    this.serdes = serdes;
    this.prefix = prefix;
    this.sizes = sizes;
  }

  /** With the sizes that there are at the moment, smallest first: the ladder of workloads. */
  public static Topology of(
      TopicSerdes serdes, String topicPrefix, Supplier<List<WorkloadNeeds.Size>> sizes) {
    ScalingTopology building = new ScalingTopology(serdes, topicPrefix, sizes);
    building.pools();
    building.workloads();
    Topology topology = building.builder.build();
    building.sink(topology, Topics.SCALING_DECISIONS, DECISIONS, PLAN);
    building.sink(topology, Topics.RESOURCE_ADVICE, ADVICE, ADVISE);
    return topology;
  }

  private void pools() {
    one(Topics.CLUSTER_UTILIZATION)
        .merge(one(Topics.PLACEMENT_DEMAND), Named.as("and-demand"))
        .merge(any(Topics.CLUSTER_LIFECYCLE), Named.as("and-lives"))
        .merge(any(Topics.POOLS), Named.as("and-pools"))
        .merge(any(Topics.ROLLOUT_DECISIONS), Named.as("and-waves"))
        .merge(one(Topics.PINS), Named.as("and-pins"))
        .process(
            PromptProcessor.supplier(PlanPools::new, Set.of(bytes(POOLS), texts(PINS))),
            Named.as(PLAN));
  }

  private void workloads() {
    any(Topics.RUN_EVENTS)
        .merge(any(Topics.FAILURE_CLASSIFICATIONS), Named.as("and-classifications"))
        .process(
            PromptProcessor.supplier(() -> new AdviseWorkloads(sizes), Set.of(bytes(WORKLOADS))),
            Named.as(ADVISE));
  }

  /**
   * Of a topic with many partitions, all in the one where the pools are: on the way as the bytes
   * that the topic itself holds, so that no other schema has to be registered.
   */
  private <V extends SpecificRecord> KStream<String, SpecificRecord> one(Topic<V> topic) {
    Serde<V> serde = serdes.of(topic);
    String name = topic.on(prefix);
    return builder.stream(
            name, Consumed.with(Serdes.String(), serde).withName("read-" + topic.name()))
        .mapValues(
            value -> serde.serializer().serialize(name, value), Named.as("encode-" + topic.name()))
        .repartition(
            Repartitioned.<String, byte[]>as(topic.name() + "-of-all")
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray())
                .withNumberOfPartitions(1))
        .mapValues(
            bytes -> (SpecificRecord) serde.deserializer().deserialize(name, bytes),
            Named.as("decode-" + topic.name()));
  }

  @SuppressWarnings("unchecked") // A record of the topic is a record.
  private KStream<String, SpecificRecord> any(Topic<?> topic) {
    return builder.stream(
        topic.on(prefix),
        Consumed.with(Serdes.String(), (Serde<SpecificRecord>) (Serde<?>) serdes.of(topic))
            .withName("read-" + topic.name()));
  }

  private <V extends SpecificRecord> void sink(
      Topology topology, Topic<V> topic, String name, String parent) {
    topology.addSink(
        name, topic.on(prefix), new StringSerializer(), serdes.of(topic).serializer(), parent);
  }

  private static StoreBuilder<?> texts(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.String());
  }

  private static StoreBuilder<?> bytes(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
  }
}
