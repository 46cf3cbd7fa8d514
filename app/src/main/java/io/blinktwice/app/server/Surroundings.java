package io.blinktwice.app.server;

import io.blinktwice.app.installation.BrokerProbe;
import io.blinktwice.runtime.kafka.ConnectionTrouble;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.serde.KnownSchemas;
import io.blinktwice.runtime.serde.RegistryClient;
import io.blinktwice.runtime.serde.RegistryTrouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the Kafka and the registry that a server was told of. What no waiting cures is said at
 * once; a registry that is away is done without when all schemas are remembered.
 */
public final class Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private Surroundings() {}

  /** Something outside does not answer; the message is a sentence for people and a way on. */
  public static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
      super(message);
    }
  }

  private interface Question {
    Optional<ConnectionTrouble> trouble() throws InterruptedException;
  }

  public static void awaitKafka(KafkaConnection connection, Duration atMost) {
    await(
        () -> BrokerProbe.trouble(connection),
        System.nanoTime() + atMost.toNanos(),
        "Kafka at %s cannot be used".formatted(connection.bootstrapServers()),
        "--kafka HOST:PORT says where it is, blinktwice.kafka.KEY how it is entered");
  }

  public static void await(KafkaConnection connection, Duration atMost) {
    await(connection, atMost, () -> {});
  }

  /**
   * @param onKafka done as soon as Kafka is there, for the registry is the last to come up
   */
  public static void await(KafkaConnection connection, Duration atMost, Runnable onKafka) {
    long deadline = System.nanoTime() + atMost.toNanos();
    awaitKafka(connection, atMost);
    onKafka.run();
    RegistryClient registry = RegistryClient.of(connection.serdeSettings());
    if (KnownSchemas.complete(connection.serdeSettings(), connection.topicPrefix())) {
      goOnWithout(registry);
      return;
    }
    await(
        () -> trouble(registry),
        deadline,
        "the schema registry at %s cannot be used".formatted(connection.registryUrl()),
        "--registry URL says where it is, blinktwice.registry.KEY how it is entered");
  }

  private static void goOnWithout(RegistryClient registry) {
    try {
      trouble(registry)
          .ifPresent(
              trouble ->
                  LOG.atWarn()
                      .addKeyValue("reason", trouble.sentence())
                      .log("starting without the schema registry: all schemas are remembered"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Question question, long deadline, String what, String options) {
    try {
      Optional<ConnectionTrouble> trouble = question.trouble();
      while (trouble.isPresent()) {
        if (trouble.get().lasting() || System.nanoTime() > deadline) {
          throw new Unreachable(
              "%s: %s; %s (%s)"
                  .formatted(what, trouble.get().sentence(), trouble.get().cure(), options));
        }
        Thread.sleep(PAUSE);
        trouble = question.trouble();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(what + ": interrupted");
    }
  }

  private static Optional<ConnectionTrouble> trouble(RegistryClient registry)
      throws InterruptedException {
    try {
      RegistryClient.Answer answer = registry.get("/subjects");
      // Who may not list subjects may still read and register schemas.
      return answer.isOk() || answer.status() == FORBIDDEN
          ? Optional.empty()
          : Optional.of(
              new ConnectionTrouble(
                  RegistryTrouble.of(answer.status(), answer.text("message")),
                  "start it, or correct the address",
                  answer.status() == UNAUTHORIZED));
    } catch (IOException e) {
      return Optional.of(ConnectionTrouble.of(e));
    }
  }
}
