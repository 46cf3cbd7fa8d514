package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.events.Release;
import io.blinktwice.runtime.kafka.EventPublisher.Bounds;
import io.blinktwice.runtime.serde.TinyRegistry;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without any broker: what a publisher says when nobody is there. */
class EventPublisherTest {
  private static final Bounds SHORT = new Bounds(Duration.ofMillis(50), Duration.ofMillis(100));
  private TinyRegistry registry;
  private KafkaConnection connection;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    connection =
        new KafkaConnection(
            "127.0.0.1:1", registry.url(), "bt", Map.of("request.timeout.ms", "60000"));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void saysWithinItsBoundsThatNobodyTookTheRecord() {
    try (EventPublisher publisher = new EventPublisher(connection, "test", SHORT)) {
      assertInstanceOf(TimeoutException.class, failureOf(publish(publisher, "spark")));
    }
  }

  @Test
  void commandsAreGivenUpBeforeWhoeverWaitsForThemDoes() {
    try (EventPublisher publisher = EventPublisher.forCommands(connection, "test")) {
      assertInstanceOf(TimeoutException.class, failureOf(publish(publisher, "spark")));
    }
  }

  @Test
  void aRecordTooLargeForItsTopicIsRefusedAtOnce() {
    try (EventPublisher publisher = new EventPublisher(connection, "test")) {
      CompletableFuture<Void> written = publish(publisher, "x".repeat(2_000_000));
      assertInstanceOf(RecordTooLargeException.class, failureOf(written));
    }
  }

  @Test
  void boundsWithoutTimeForARequestAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Bounds(Duration.ZERO, Duration.ofMillis(1)));
  }

  private static Throwable failureOf(CompletableFuture<Void> written) {
    Throwable cause =
        assertThrows(ExecutionException.class, () -> written.get(10, TimeUnit.SECONDS)).getCause();
    return cause == null ? new IllegalStateException("no cause") : cause;
  }

  private static CompletableFuture<Void> publish(EventPublisher publisher, String engine) {
    Release release =
        Release.newBuilder()
            .setVersion("4.2.0")
            .setEngine(engine)
            .setRegisteredBy("test")
            .setRegisteredAt(Instant.EPOCH)
            .build();
    return publisher.publish(Topics.RELEASES, "4.2.0", release, "id", Instant.EPOCH);
  }
}
