package io.blinktwice.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.effect.Gateway;
import io.blinktwice.router.proxy.Entrance;
import io.blinktwice.router.proxy.Front;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterConfigTest {
  @Test
  void whatNobodySaysHasADefault() {
    try (ApplicationContext context = context(Map.of())) {
      RouterConfig config = context.getBean(RouterConfig.class);
      assertEquals("127.0.0.1", config.listenAddress());
      assertEquals(15_002, config.port());
      assertEquals(Duration.ofSeconds(30), config.readyWait());
      assertEquals(Duration.ofSeconds(2), config.clientGrace());
      assertNull(config.secretFile());
    }
  }

  @Test
  void everyKeyIsBound() {
    Map<String, Object> keys =
        Map.of(
            "blinktwice.router.port", "0",
            "blinktwice.router.resolve-url", "http://10.0.0.1:8080",
            "blinktwice.router.ready-wait", "5s",
            "blinktwice.router.client-grace", "100ms",
            "blinktwice.router.secret-file", "run/secret");
    try (ApplicationContext context = context(keys)) {
      RouterConfig config = context.getBean(RouterConfig.class);
      Front front = config.front(Entrance.open());
      Gateway.Settings settings = config.settings(front, WorkspaceLimits.NONE);
      assertEquals(Path.of("run/secret"), config.secretFile());
      assertEquals(Duration.ofMillis(100), settings.clientGrace());
      assertEquals("3.5.7", settings.fallbackVersion().value());
      assertEquals("http://10.0.0.1:8080", settings.resolveUrl().toString());
    }
  }

  @Test
  void allProblemsAreToldTogether() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        new RouterConfig(
                            " ",
                            70_000,
                            "nowhere",
                            null,
                            Duration.ofSeconds(-1),
                            Duration.ofHours(1),
                            Duration.ofHours(2),
                            true,
                            false,
                            null,
                            null,
                            null,
                            null,
                            Path.of("ca.pem")))
                .getMessage());
    for (String key :
        new String[] {
          "listen-address",
          "port",
          "resolve-url",
          "fallback-version",
          "ready-wait",
          "client-grace",
          "drain-within",
          "tls-client-ca"
        }) {
      assertTrue(message.contains(key), message);
    }
  }

  @Test
  void whatAWorkspaceMayHaveIsBoundAndChecked() {
    try (ApplicationContext context =
        context(Map.of("blinktwice.workspace-limits.operations", "7"))) {
      assertEquals(
          new WorkspaceLimits(2_000, 7, 32 << 20),
          context.getBean(WorkspaceLimitsConfig.class).limits());
    }
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> new WorkspaceLimitsConfig(0, -1, 5))
                .getMessage());
    assertEquals(
        "blinktwice.workspace-limits: sessions must lie between 1 and 1000000, not 0; operations"
            + " must lie between 1 and 1000000, not -1; bytes must be at least 1048576, not 5",
        message);
  }

  private static ApplicationContext context(Map<String, Object> more) {
    return ApplicationContext.builder()
        .properties(Map.of("blinktwice.router.fallback-version", "3.5.7"))
        .properties(more)
        .start();
  }
}
