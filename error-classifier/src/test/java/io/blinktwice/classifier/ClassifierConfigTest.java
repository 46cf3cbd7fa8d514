package io.blinktwice.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifierConfigTest {
  @Test
  void isReadFromTheProcessesProperties() {
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.<String, Object>of(
                "blinktwice.instance", "a1", "blinktwice.state-directory", "state/here"))) {
      ClassifierConfig config = context.getBean(ClassifierConfig.class);

      assertEquals("a1", config.instance());
      assertEquals("127.0.0.1:15080", config.advertised());
      assertEquals(Path.of("state", "here"), config.stateDirectory());
    }
  }

  @Test
  void startsNoRoleUnlessAsked() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertFalse(context.containsBean(ClassifierRole.class));
    }
  }

  @Test
  void reportsAllProblemsTogether() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ClassifierConfig("a b", "nowhere", Path.of("x")))
                .getMessage());

    assertTrue(message.contains("blinktwice.instance"));
    assertTrue(message.contains("blinktwice.advertised"));
  }
}
