package io.blinktwice.rollout.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.rollout.decision.Rollout.State;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FleetSerdeTest {
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private final Serde<Fleet> serde = FleetSerde.create();

  /** Whoever opens the store has been at the topics, which tell Avro whom to trust. */
  @BeforeAll
  static void knowTheTopics() {
    Topics.ALL.forEach(Topic::schema);
  }

  @Test
  void readsWhatItWrote() {
    for (Fleet fleet : List.of(Fleet.EMPTY, rollingOut())) {
      assertEquals(
          fleet,
          serde.deserializer().deserialize("store", serde.serializer().serialize("store", fleet)));
    }
  }

  @Test
  void refusesAnotherFormat() {
    byte[] bytes = serde.serializer().serialize("store", rollingOut());
    bytes[0] = 2;

    assertThrows(
        SerializationException.class, () -> serde.deserializer().deserialize("store", bytes));
    assertThrows(
        SerializationException.class,
        () -> serde.deserializer().deserialize("store", new byte[] {1, 0}));
  }

  private static Fleet rollingOut() {
    return new Fleet(
        OLD,
        new TreeMap<>(Map.of(OLD, "releases-0@0", NEW, "releases-0@1")),
        new TreeMap<>(
            Map.of(
                OLD, new Rollout(State.STABLE, 1.0, null),
                NEW, new Rollout(State.PAUSED, 0.25, OLD))),
        List.of(new DecisionId("rollout-1"), new DecisionId("rollout-2")));
  }
}
