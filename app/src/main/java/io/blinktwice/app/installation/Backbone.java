package io.blinktwice.app.installation;

/** The Kafka and the registry under an installation. */
public sealed interface Backbone {
  /** Its own, on this machine. */
  record Embedded() implements Backbone {}

  /** A Kafka that runs already, and a registry of its own on this machine. */
  record ExistingKafka(String bootstrapServers) implements Backbone {}

  /**
   * Ones that run already.
   *
   * @param registryUrl base of the registry's Confluent-compatible API
   */
  record Existing(String bootstrapServers, String registryUrl) implements Backbone {}

  default boolean hasOwnRegistry() {
    return switch (this) {
      case Embedded embedded -> true;
      case ExistingKafka existing -> true;
      case Existing existing -> false;
    };
  }
}
