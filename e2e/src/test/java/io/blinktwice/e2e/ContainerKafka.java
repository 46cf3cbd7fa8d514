package io.blinktwice.e2e;

import io.blinktwice.app.installation.Backbone;
import org.testcontainers.kafka.KafkaContainer;

/** Apache Kafka's own image, by Testcontainers: needs a Docker engine. */
final class ContainerKafka implements KafkaUnderTest {
  private static final String IMAGE = "apache/kafka:4.3.1";

  private final KafkaContainer container = new KafkaContainer(IMAGE);

  ContainerKafka() {
    container.start();
  }

  @Override
  public Backbone backbone() {
    return new Backbone.ExistingKafka(container.getBootstrapServers());
  }

  @Override
  public void close() {
    container.stop();
  }
}
