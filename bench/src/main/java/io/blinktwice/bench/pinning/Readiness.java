package io.blinktwice.bench.pinning;

import io.blinktwice.bench.trial.Trial;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicSetup;

/** What has to be there before roles can start. */
public final class Readiness {
  private static final int PARTITIONS = 4;

  private Readiness() {}

  public static void prepare(Trial trial) throws Exception {
    trial.installation().startBackboneOnly();
    KafkaConnection connection = trial.installation().addresses().kafka();
    TopicSetup.ensure(connection, PARTITIONS, (short) 1);
    try (EventPublisher publisher = new EventPublisher(connection, "blinktwice/bench")) {
      Fleet.write(publisher);
    }
  }
}
