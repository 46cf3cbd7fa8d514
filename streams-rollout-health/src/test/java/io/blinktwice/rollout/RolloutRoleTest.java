package io.blinktwice.rollout;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.micronaut.context.ApplicationContext;
import org.junit.jupiter.api.Test;

class RolloutRoleTest {
  @Test
  void startsNoRoleUnlessAsked() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertFalse(context.containsBean(RolloutRole.class));
    }
  }
}
