package io.blinktwice.pinning.api;

import io.blinktwice.events.Environment;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.RunEvent;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/** Writes what people and schedulers say to topics; done only when the brokers have it. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
public final class PostedRecords implements AutoCloseable {
  private static final long BROKER_ANSWERS_WITHIN_SECONDS = 10;

  private final EventPublisher publisher;

  PostedRecords(KafkaConnection connection) {
    publisher = EventPublisher.forCommands(connection, "blinktwice/api");
  }

  void write(PinCommand command) {
    send(
        Topics.PIN_COMMANDS,
        command.getFingerprint(),
        command,
        command.getCommandId(),
        command.getAt());
  }

  void write(Environment environment) {
    send(
        Topics.ENVIRONMENTS,
        environment.getVersion(),
        environment,
        UUID.randomUUID().toString(),
        environment.getRegisteredAt());
  }

  /** Returns when the brokers have it. */
  public <V extends SpecificRecord> void send(
      Topic<V> topic, String key, V value, String id, Instant at) {
    await(publisher.publish(topic, key, value, id, at), id);
  }

  /** In their order, as far as they are of one workload. */
  void writeRunEvents(List<RunEvent> events) {
    CompletableFuture<?>[] written =
        events.stream()
            .map(
                event ->
                    publisher.publish(
                        Topics.RUN_EVENTS,
                        event.getFingerprint(),
                        event,
                        event.getEventId(),
                        event.getOccurredAt()))
            .toArray(CompletableFuture<?>[]::new);
    await(CompletableFuture.allOf(written), "all of the events");
  }

  private static void await(CompletableFuture<Void> written, String what) {
    try {
      written.orTimeout(BROKER_ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Kafka did not confirm %s in time; look whether it took effect before trying again"
              .formatted(what));
    }
  }

  @Override
  @PreDestroy
  public void close() {
    publisher.close();
  }
}
