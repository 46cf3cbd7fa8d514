package io.blinktwice.e2e;

import io.blinktwice.app.installation.Backbone;

/**
 * The Kafka that a test runs on: the installation's own, or one in a container where {@code
 * -Dblinktwice.test.kafka=container} says so (profile {@code testcontainers}).
 */
sealed interface KafkaUnderTest extends AutoCloseable
    permits KafkaUnderTest.Embedded, ContainerKafka {
  static KafkaUnderTest start() {
    String kind = System.getProperty("blinktwice.test.kafka", "embedded");
    return switch (kind) {
      case "embedded" -> new Embedded();
      case "container" -> new ContainerKafka();
      default -> throw new IllegalArgumentException("blinktwice.test.kafka is " + kind);
    };
  }

  Backbone backbone();

  @Override
  void close();

  /** Started and ended by the installation. */
  record Embedded() implements KafkaUnderTest {
    @Override
    public Backbone backbone() {
      return new Backbone.Embedded();
    }

    @Override
    public void close() {
      // The installation ends what it started.
    }
  }
}
