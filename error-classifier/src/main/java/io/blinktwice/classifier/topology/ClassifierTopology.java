package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.schemas.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Failed run events become classifications; those that the end of their server may explain wait for
 * it, for minutes.
 */
public final class ClassifierTopology {
  static final String WAITING = "attempts-waiting-for-an-exit-code";
  private static final String SOURCE = "read-run-events";
  private static final String CLASSIFY = "classify-failures";
  private static final String SINK = "write-classifications";

  private ClassifierTopology() {}

  /** The classifier is asked for when the first failure comes: only then is what it knows read. */
  public static Topology of(
      TopicSerdes serdes,
      String topicPrefix,
      Supplier<Classifier> classifier,
      Supplier<Shadow> shadow,
      Surroundings surroundings) {
    Serde<String> keys = Serdes.String();
    Serde<RunEvent> events = serdes.of(Topics.RUN_EVENTS);
    Serde<FailureClassification> classifications = serdes.of(Topics.FAILURE_CLASSIFICATIONS);
    return new Topology()
        .addSource(
            SOURCE, keys.deserializer(), events.deserializer(), Topics.RUN_EVENTS.on(topicPrefix))
        .addProcessor(
            CLASSIFY, () -> new ClassifyFailures(classifier, shadow, surroundings), SOURCE)
        .addStateStore(
            Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(WAITING), keys, events),
            CLASSIFY)
        .addSink(
            SINK,
            Topics.FAILURE_CLASSIFICATIONS.on(topicPrefix),
            keys.serializer(),
            classifications.serializer(),
            CLASSIFY);
  }
}
