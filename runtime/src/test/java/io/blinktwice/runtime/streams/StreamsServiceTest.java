package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a role answers the failures of its thread; no broker is needed for that. */
class StreamsServiceTest {
  private static final int FORGIVEN = 5;
  private static final RuntimeException FAULT = new IllegalStateException("broken");
  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private StreamsService service;

  @BeforeEach
  void make() {
    Topology topology = new Topology();
    topology.addSource("source", "bt.releases");
    service =
        new StreamsService(
            new StreamsSettings(
                new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1", "bt", Map.of()),
                "role",
                new InstanceConfig("one", "127.0.0.1:1", folder, List.of()),
                StreamsOptions.DEFAULTS,
                StreamsSettings.Guarantee.EXACTLY_ONCE),
            topology,
            () -> now,
            Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void aFaultThatKeepsComingIsTheDeathOfTheRole() throws Exception {
    BlockingQueue<Throwable> causes = new LinkedBlockingQueue<>();
    service.onDead(causes::add);
    for (int i = 0; i < FORGIVEN; i++) {
      assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, service.onFailure(FAULT));
      assertTrue(service.isLive());
    }
    assertEquals(StreamThreadExceptionResponse.SHUTDOWN_CLIENT, service.onFailure(FAULT));
    assertTrue(service.isDead());
    assertFalse(service.isLive());
    assertFalse(service.isReady());
    assertEquals(FAULT, causes.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void faultsFarApartAreForgivenForEver() {
    for (int day = 0; day < 100; day++) {
      now = now.plus(Duration.ofDays(1));
      assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, service.onFailure(FAULT));
    }
    assertFalse(service.isDead());
  }

  @Test
  void anOutageIsWaitedOutHoweverLongItLasts() {
    Throwable outage = new StreamsException("failed", new TimeoutException("away"));
    for (int i = 0; i < 100; i++) {
      assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, service.onFailure(outage));
    }
    assertTrue(service.isLive());
  }

  @Test
  void aDiskThatIsFullIsWaitedOutAndNamed() {
    Throwable full =
        new ProcessorStateException("flush", new IOException("...: No space left on device"));
    for (int i = 0; i < 100; i++) {
      assertEquals(StreamThreadExceptionResponse.REPLACE_THREAD, service.onFailure(full));
    }
    assertTrue(service.isLive());
    assertFalse(service.isReady());
    assertEquals(
        Optional.of(
            "the state directory %s cannot be written: No space left on device".formatted(folder)),
        service.trouble());
  }

  @Test
  void beingClosedIsNotDeath() {
    service.close();
    assertFalse(service.isDead());
    assertFalse(service.isLive());
  }
}
