package io.blinktwice.classifier;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micronaut.context.ApplicationContext;
import org.junit.jupiter.api.Test;

class ClassifierRoleTest {
  @Test
  void startsNoRoleUnlessAsked() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertFalse(context.containsBean(ClassifierRole.class));
    }
  }
}
