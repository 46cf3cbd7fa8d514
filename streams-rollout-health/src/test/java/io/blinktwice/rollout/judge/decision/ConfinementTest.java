package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfinementTest {
  @Test
  void severalHarmedInOneSmallWorkspaceAreConfined() {
    assertEquals(Optional.of("a"), Confinement.of(Map.of("a", 3, "b", 1), workspace -> .01));
  }

  @Test
  void harmSpreadOverWorkspacesIsTheFleets() {
    assertEquals(Optional.empty(), Confinement.of(Map.of("a", 1, "b", 1), workspace -> .01));
  }

  @Test
  void aWorkspaceThatIsTheFleetConfinesNothing() {
    assertEquals(Optional.empty(), Confinement.of(Map.of("default", 5), workspace -> 1));
  }
}
