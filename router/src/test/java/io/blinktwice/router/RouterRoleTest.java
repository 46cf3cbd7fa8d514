package io.blinktwice.router;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.access.AccessConfig;
import io.blinktwice.runtime.access.SignIn;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterRoleTest {
  @TempDir private Path folder;

  private static final KafkaConnection AWAY =
      new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1/apis/ccompat/v7", "", Map.of());

  private static final SignIn NOBODY_SIGNS_IN =
      new SignIn(new AccessConfig(null), Optional.empty());

  /** Nothing listens on port 1: Kafka is away, as when everything starts at once. */
  @Test
  void listensButIsNotReadyBeforeItKnowsTheClusters() {
    try (RouterRole role = role("127.0.0.1")) {
      assertTrue(role.port() > 0);
      assertFalse(role.isReady());
    }
  }

  @Test
  void doesNotListenToOthersWhereNobodySignsIn() {
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> role("0.0.0.0"));
    assertTrue(String.valueOf(refusal.getMessage()).contains("blinktwice.access.keys-file"));
  }

  @Test
  void isNotReadyAnyMoreOnceItDrains() {
    try (RouterRole role = role("127.0.0.1")) {
      role.drain();
      assertFalse(role.isReady());
      role.drain();
    }
  }

  private RouterRole role(String address) {
    return new RouterRole(
        AWAY,
        on(address),
        new PlacementConfig(10),
        new WorkspaceLimitsConfig(10, 10, 1 << 20),
        new InstanceConfig("test", "127.0.0.1:15080", folder, List.of()),
        NOBODY_SIGNS_IN);
  }

  private static RouterConfig on(String address) {
    return new RouterConfig(
        address,
        0,
        "http://127.0.0.1:1",
        "3.5.7",
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        true,
        false,
        null,
        null,
        null,
        null,
        null);
  }
}
