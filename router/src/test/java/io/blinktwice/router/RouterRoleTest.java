package io.blinktwice.router;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterRoleTest {
  @TempDir private Path folder;

  /** Nothing listens on port 1: Kafka is away, as when everything starts at once. */
  @Test
  void listensButIsNotReadyBeforeItKnowsTheClusters() {
    KafkaConnection away =
        new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1/apis/ccompat/v7", "", Map.of());
    RouterConfig config =
        new RouterConfig(
            "127.0.0.1",
            0,
            "http://127.0.0.1:1",
            "3.5.7",
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            null,
            null);
    try (RouterRole role =
        new RouterRole(
            away,
            config,
            new PlacementConfig(10),
            new InstanceConfig("test", "127.0.0.1:15080", folder, List.of()))) {
      assertTrue(role.port() > 0);
      assertFalse(role.isReady());
    }
  }
}
