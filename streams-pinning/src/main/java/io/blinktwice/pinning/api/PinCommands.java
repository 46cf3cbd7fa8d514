package io.blinktwice.pinning.api;

import io.blinktwice.events.PinCommand;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Writes what people want to the topic, and answers only when the brokers have it. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class PinCommands implements AutoCloseable {
  private static final long BROKER_ANSWERS_WITHIN_SECONDS = 10;

  private final EventPublisher publisher;

  PinCommands(KafkaConnection connection) {
    publisher = EventPublisher.forCommands(connection, "blinktwice/api");
  }

  void send(PinCommand command) {
    try {
      publisher
          .publish(
              Topics.PIN_COMMANDS,
              command.getFingerprint(),
              command,
              command.getCommandId(),
              command.getAt())
          .orTimeout(BROKER_ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Kafka did not confirm the command %s in time; look whether it took effect before trying again"
              .formatted(command.getCommandId()));
    }
  }

  @Override
  @PreDestroy
  public void close() {
    publisher.close();
  }
}
