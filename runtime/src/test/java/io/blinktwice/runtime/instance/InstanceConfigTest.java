package io.blinktwice.runtime.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceConfigTest {
  @Test
  void isReadFromTheProcessesProperties() {
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.<String, Object>of(
                "blinktwice.instance", "a1",
                "blinktwice.state-directory", "state/here",
                "micronaut.server.host", "127.0.0.1"))) {
      InstanceConfig config = context.getBean(InstanceConfig.class);

      assertEquals("a1", config.instance());
      assertEquals("127.0.0.1:15080", config.advertised());
      assertEquals("127.0.0.1", config.advertisedHost());
      assertEquals(Path.of("state", "here"), config.stateDirectory());
    }
  }

  @Test
  void reportsAllProblemsTogether() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new InstanceConfig("a b", "nowhere", Path.of("x"), List.of()))
                .getMessage());

    assertTrue(message.contains("blinktwice.instance"));
    assertTrue(message.contains("blinktwice.advertised"));
  }
}
