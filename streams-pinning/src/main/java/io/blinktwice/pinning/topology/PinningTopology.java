package io.blinktwice.pinning.topology;

import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.store.PerformanceSerde;
import io.blinktwice.pinning.store.RunBucket;
import io.blinktwice.pinning.store.SizesSerde;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.pinning.store.WorkloadSerde;
import io.blinktwice.pinning.ticket.topology.TicketTopology;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.runtime.streams.PromptProcessor;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Run events, classifications and commands of one workload meet in one task; verdicts, pins, the
 * story of pins and what retries proved leave it. What its alarms find goes back to where run
 * events and commands come from. Tickets, which pins cause, are a part of their own.
 */
public final class PinningTopology {
  public static final String STORE = "workloads-by-fingerprint";
  public static final String PERFORMANCE = "performance-by-fingerprint";

  /** Runs that are over. */
  public static final String RESTED = "rested-runs-by-fingerprint";

  /** Sizes that a workload's failed attempts had, and what is advised for its next run. */
  public static final String SIZES = "sizes-by-fingerprint";

  static final String FORGOTTEN = "forgotten-runs-by-fingerprint";
  static final String ALARMS = "alarms-by-time";
  private static final String DECIDE = "decide";

  private final Topology topology;
  private final TopicSerdes serdes;
  private final String prefix;
  private final StoreFormat format;

  private PinningTopology(TopicSerdes serdes, String prefix, StoreFormat format) {
    this.topology = TicketTopology.build(serdes, prefix);
    this.serdes = serdes;
    this.prefix = prefix;
    this.format = format;
  }

  /**
   * {@code under} is asked anew for every record: the fleet moves while the topology runs. The
   * format is that in which states are written.
   */
  public static Topology build(
      TopicSerdes serdes, String prefix, StoreFormat format, Supplier<FleetPolicy> under) {
    PinningTopology building = new PinningTopology(serdes, prefix, format);
    building.source(Topics.RUN_EVENTS);
    building.source(Topics.FAILURE_CLASSIFICATIONS);
    building.source(Topics.PIN_COMMANDS);
    building.source(Topics.RESOURCE_ADVICE);
    building.decide(under);
    building.sink(Topics.RUN_VERDICTS);
    building.sink(Topics.PINS);
    building.sink(Topics.PIN_EVENTS);
    building.sink(Topics.RETRY_LABELS);
    building.sink(Topics.RUN_EVENTS);
    building.sink(Topics.PIN_COMMANDS);
    return building.topology;
  }

  private <V extends SpecificRecord> void source(Topic<V> topic) {
    topology.addSource(
        topic.name(), new StringDeserializer(), serdes.of(topic).deserializer(), topic.on(prefix));
  }

  private void decide(Supplier<FleetPolicy> under) {
    topology
        .addProcessor(
            DECIDE,
            PromptProcessor.supplier(() -> new DecideProcessor(under, format), Set.of()),
            Topics.RUN_EVENTS.name(),
            Topics.FAILURE_CLASSIFICATIONS.name(),
            Topics.PIN_COMMANDS.name(),
            Topics.RESOURCE_ADVICE.name())
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE),
                Serdes.String(),
                WorkloadSerde.writing(format)),
            DECIDE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(RESTED), Serdes.String(), RunBucket.writing(format)),
            DECIDE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(PERFORMANCE),
                Serdes.String(),
                PerformanceSerde.create()),
            DECIDE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(SIZES), Serdes.String(), SizesSerde.create()),
            DECIDE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(FORGOTTEN), Serdes.String(), Serdes.ByteArray()),
            DECIDE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(ALARMS), Serdes.String(), Serdes.Long()),
            DECIDE);
  }

  /** Some topics are read and written here, and no two nodes have one name. */
  static String sinkOf(Topic<?> topic) {
    return "tell-" + topic.name();
  }

  private <V extends SpecificRecord> void sink(Topic<V> topic) {
    topology.addSink(
        sinkOf(topic),
        topic.on(prefix),
        new StringSerializer(),
        serdes.of(topic).serializer(),
        DECIDE);
  }
}
