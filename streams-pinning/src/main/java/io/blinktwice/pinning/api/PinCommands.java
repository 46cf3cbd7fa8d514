package io.blinktwice.pinning.api;

import io.blinktwice.events.PinCommand;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/** Writes what people want to the topic, and answers only when the brokers have it. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
public final class PinCommands implements AutoCloseable {
  private static final long BROKER_ANSWERS_WITHIN_SECONDS = 10;

  private final EventPublisher publisher;

  PinCommands(KafkaConnection connection) {
    publisher = EventPublisher.forCommands(connection, "blinktwice/api");
  }

  void send(PinCommand command) {
    send(
        Topics.PIN_COMMANDS,
        command.getFingerprint(),
        command,
        command.getCommandId(),
        command.getAt());
  }

  /** Returns when the brokers have it. */
  public <V extends SpecificRecord> void send(
      Topic<V> topic, String key, V command, String id, Instant at) {
    try {
      publisher
          .publish(topic, key, command, id, at)
          .orTimeout(BROKER_ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Kafka did not confirm the command %s in time; look whether it took effect before trying again"
              .formatted(id));
    }
  }

  @Override
  @PreDestroy
  public void close() {
    publisher.close();
  }
}
