package io.blinktwice.app.installation;

/** The Kafka and the registry under an installation. */
public sealed interface Backbone {
  /** Its own, on this machine. */
  record Embedded() implements Backbone {}

  /** A Kafka that runs already, and a registry of its own on this machine. */
  record ExistingKafka(String bootstrapServers, Access access) implements Backbone {
    public ExistingKafka(String bootstrapServers) {
      this(bootstrapServers, Access.OPEN);
    }
  }

  /**
   * Ones that run already.
   *
   * @param registryUrl base of the registry's Confluent-compatible API
   */
  record Existing(String bootstrapServers, String registryUrl, Access access) implements Backbone {
    public Existing(String bootstrapServers, String registryUrl) {
      this(bootstrapServers, registryUrl, Access.OPEN);
    }
  }

  default Access access() {
    return switch (this) {
      case Embedded embedded -> Access.OPEN;
      case ExistingKafka existing -> existing.access();
      case Existing existing -> existing.access();
    };
  }

  default boolean hasOwnRegistry() {
    return switch (this) {
      case Embedded embedded -> true;
      case ExistingKafka existing -> true;
      case Existing existing -> false;
    };
  }
}
