package io.blinktwice.rollout.topology;

import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.store.FleetSerde;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.schemas.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Commands become decisions, in the light of the catalogue.
 *
 * <p>Both topics have one partition and meet in one processor: what it read before what is one
 * order, which each decision names by the coordinates of its inputs.
 */
public final class RolloutTopology {
  static final String STORE = "fleet-by-installation";
  private static final String COMMANDS = "read-rollout-commands";
  private static final String RELEASES = "read-releases";
  private static final String DECODE_COMMANDS = "decode-commands";
  private static final String DECODE_RELEASES = "decode-releases";
  private static final String DECIDE = "decide-rollouts";
  private static final String SINK = "write-rollout-decisions";

  private RolloutTopology() {}

  public static Topology of(TopicSerdes serdes, String topicPrefix) {
    Serde<String> keys = Serdes.String();
    Serde<RolloutCommand> commands = serdes.of(Topics.ROLLOUT_COMMANDS);
    Serde<Release> releases = serdes.of(Topics.RELEASES);
    Serde<RolloutDecision> decisions = serdes.of(Topics.ROLLOUT_DECISIONS);
    return new Topology()
        .addSource(
            COMMANDS,
            keys.deserializer(),
            commands.deserializer(),
            Topics.ROLLOUT_COMMANDS.on(topicPrefix))
        .addSource(
            RELEASES, keys.deserializer(), releases.deserializer(), Topics.RELEASES.on(topicPrefix))
        .addProcessor(DECODE_COMMANDS, DecodeCommands::new, COMMANDS)
        .addProcessor(DECODE_RELEASES, DecodeReleases::new, RELEASES)
        .addProcessor(DECIDE, DecideRollouts::new, DECODE_COMMANDS, DECODE_RELEASES)
        .addStateStore(fleetStore(), DECIDE)
        .addSink(
            SINK,
            Topics.ROLLOUT_DECISIONS.on(topicPrefix),
            keys.serializer(),
            decisions.serializer(),
            DECIDE);
  }

  private static StoreBuilder<?> fleetStore() {
    Serde<Fleet> fleets = FleetSerde.create();
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(STORE), Serdes.String(), fleets);
  }
}
