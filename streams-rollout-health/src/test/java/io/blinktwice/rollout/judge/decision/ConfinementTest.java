package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfinementTest {
  private final Confinement confinement = new Confinement(new Touched());

  @Test
  void severalHarmedInOneSmallWorkspaceAreConfined() {
    traffic(100, "");
    harmed(place(1), 3);
    harmed(place(2), 1);
    assertEquals(Optional.of(workspace(1)), confinement.culprit());
  }

  @Test
  void harmSpreadOverWorkspacesIsTheFleets() {
    traffic(100, "");
    harmed(place(1), 1);
    harmed(place(2), 1);
    assertEquals(Optional.empty(), confinement.culprit());
  }

  @Test
  void aWorkspaceThatIsTheFleetConfinesNothing() {
    traffic(1, "");
    harmed(place(0), 5);
    assertEquals(Optional.empty(), confinement.culprit());
  }

  @Test
  void harmInOneClientEnvironmentIsConfinedToItWhateverTheWorkspace() {
    traffic(100, "client-4.0");
    for (int run = 0; run < 20; run++) {
      confinement.clean(new Place("w" + run, "client-3.5", ""), true);
    }
    for (int workspace = 0; workspace < 4; workspace++) {
      harmed(new Place("w" + workspace, "client-3.5", ""), 1);
    }
    assertEquals(
        Optional.of(new Scope(Scope.Kind.ENVIRONMENT, "client-3.5")), confinement.culprit());
  }

  @Test
  void harmOnOneClusterIsConfinedToIt() {
    for (int run = 0; run < 1_000; run++) {
      confinement.clean(new Place("w" + run % 50, "client-4.0", "c" + run % 100), true);
    }
    for (int workspace = 0; workspace < 4; workspace++) {
      harmed(new Place("w" + workspace, "client-4.0", "c7"), 1);
    }
    assertEquals(Optional.of(new Scope(Scope.Kind.CLUSTER, "c7")), confinement.culprit());
  }

  /** A cluster runs one version: that harm on the release falls into its own says nothing. */
  @Test
  void theClusterAndTheEnvironmentOfAReleaseAreNotApartFromIt() {
    for (int run = 0; run < 1_000; run++) {
      Place old = new Place("w" + run % 50, "client-3.5", "old");
      confinement.clean(
          run % 20 == 0 ? new Place("w" + run % 50, "client-4.0", "new") : old, run % 20 == 0);
    }
    for (int workspace = 0; workspace < 6; workspace++) {
      harmed(new Place("w" + workspace, "client-4.0", "new"), 1);
    }
    assertEquals(Optional.empty(), confinement.culprit());
  }

  @Test
  void oneOfTheClustersOfAReleaseMayBeHarmedAlone() {
    for (int run = 0; run < 100; run++) {
      confinement.clean(new Place("w" + run % 50, "client-4.0", "new-" + run % 2), true);
    }
    for (int workspace = 0; workspace < 6; workspace++) {
      harmed(new Place("w" + workspace, "client-4.0", "new-1"), 1);
    }
    assertEquals(Optional.of(new Scope(Scope.Kind.CLUSTER, "new-1")), confinement.culprit());
    harmed(new Place("w7", "client-4.0", "new-0"), 2);
    assertEquals(Optional.empty(), confinement.culprit());
  }

  @Test
  void oneFailureElsewhereMayBeAFlakeUnlessItWasRepeated() {
    traffic(100, "");
    harmed(place(1), 1);
    harmed(place(2), 1);
    assertEquals(List.of(workspace(1), workspace(2)), confinement.suspectWorkspaces());
    assertFalse(confinement.isHarmedOutside(workspace(1)));
    confinement.harmed(place(3), true);
    assertTrue(confinement.isHarmedOutside(workspace(1)));
    assertTrue(confinement.isHarmedOutside(workspace(3)), "two failed");
    confinement.forget(workspace(2));
    assertTrue(confinement.isHarmedOutside(workspace(1)), "one failed twice");
    assertFalse(confinement.isHarmedOutside(workspace(3)));
  }

  private void traffic(int workspaces, String environment) {
    for (int run = 0; run < 1_000; run++) {
      confinement.clean(new Place("w" + run % workspaces, environment, ""), true);
    }
  }

  private void harmed(Place place, int units) {
    for (int unit = 0; unit < units; unit++) {
      confinement.harmed(place, false);
    }
  }

  private static Place place(int workspace) {
    return Place.in("w" + workspace);
  }

  private static Scope workspace(int number) {
    return new Scope(Scope.Kind.WORKSPACE, "w" + number);
  }
}
