package io.blinktwice.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.proxy.Entrance;
import io.blinktwice.router.proxy.Front;
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
      assertEquals(Path.of("run/secret"), config.secretFile());
      assertEquals(Duration.ofMillis(100), config.settings(front).clientGrace());
      assertEquals("3.5.7", config.settings(front).fallbackVersion().value());
      assertEquals("http://10.0.0.1:8080", config.settings(front).resolveUrl().toString());
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
          "tls-client-ca"
        }) {
      assertTrue(message.contains(key), message);
    }
  }

  private static ApplicationContext context(Map<String, Object> more) {
    return ApplicationContext.builder()
        .properties(Map.of("blinktwice.router.fallback-version", "3.5.7"))
        .properties(more)
        .start();
  }
}
