package io.blinktwice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  @Test
  void twoSpellingsOfTheSameLettersAreOneWorkload() {
    assertEquals(
        fingerprint("default", "e\u0301te\u0301"), fingerprint("default", "\u00e9t\u00e9"));
  }

  @Test
  void twoWorkspacesNeverShareAFingerprint() {
    assertNotEquals(fingerprint("a", "b:c"), fingerprint("a:b", "c"));
    assertNotEquals(fingerprint("ab", "c"), fingerprint("a", "bc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b", "\ud800"})
  void anIdThatCannotBePrintedOrFoundAgainIsRefused(String id) {
    assertThrows(InvalidIdentifier.class, () -> new WorkloadId(id));
  }

  @Test
  void anEnormousIdIsRefusedWithTheLimit() {
    InvalidIdentifier refusal =
        assertThrows(InvalidIdentifier.class, () -> new RunId("x".repeat(513)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("512"));
  }

  @Test
  void versionsSortByTheirNumbersAndFixesFollowTheRelease() {
    List<String> ordered =
        List.of(
            "3.5.7",
            "3.5.10",
            "4.0.1",
            "4.2.0",
            "4.2.0-fix1",
            "4.2.0-fix9",
            "4.2.0-fix10",
            "4.10.0");
    List<EngineVersion> shuffled =
        new ArrayList<>(ordered.stream().map(EngineVersion::new).toList());
    Collections.shuffle(shuffled, new Random(7));
    Collections.sort(shuffled);
    assertEquals(ordered, shuffled.stream().map(EngineVersion::value).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4", "4.2", "4.2.0-", "v4.2.0", "4.2.0 ", "4.2.0-a b", "99999999.0.0"})
  void whatIsNoVersionIsRefused(String text) {
    assertThrows(InvalidIdentifier.class, () -> new EngineVersion(text));
  }

  @Test
  void wavesAreUniformAndIndependentBetweenReleases() {
    int workloads = 20_000;
    int inFirst = 0;
    int inBoth = 0;
    for (int i = 0; i < workloads; i++) {
      Fingerprint workload = fingerprint("default", "workload-" + i);
      boolean first = WaveHash.admitted(workload, new EngineVersion("4.2.0"), 0.3);
      boolean second = WaveHash.admitted(workload, new EngineVersion("4.3.0"), 0.3);
      inFirst += first ? 1 : 0;
      inBoth += first && second ? 1 : 0;
    }
    // Five standard deviations of a binomial count; the hash is fixed, so this cannot flake.
    assertEquals(0.30, inFirst / (double) workloads, 5 * Math.sqrt(0.3 * 0.7 / workloads));
    assertEquals(0.09, inBoth / (double) workloads, 5 * Math.sqrt(0.09 * 0.91 / workloads));
  }

  @Test
  void aGrowingShareNeverLosesAWorkload() {
    Fingerprint workload = fingerprint("default", "daily-etl");
    EngineVersion release = new EngineVersion("4.2.0");
    double place = WaveHash.of(workload, release);
    assertTrue(place >= 0 && place < 1);
    assertTrue(!WaveHash.admitted(workload, release, place));
    assertTrue(WaveHash.admitted(workload, release, Math.nextUp(place)));
    assertTrue(WaveHash.admitted(workload, release, 1.0));
    assertTrue(!WaveHash.admitted(workload, release, 0.0));
  }

  @Test
  void aDecisionIsNamedByItsInputs() {
    assertEquals(DecisionId.of("resolve", "1", "a", "b"), DecisionId.of("resolve", "1", "a", "b"));
    assertNotEquals(DecisionId.of("resolve", "1", "a", "b"), DecisionId.of("resolve", "1", "ab"));
    assertNotEquals(DecisionId.of("resolve", "1", "a"), DecisionId.of("resolve", "2", "a"));
  }

  private static Fingerprint fingerprint(String workspace, String workload) {
    return Fingerprint.ofExplicitId(new WorkspaceId(workspace), new WorkloadId(workload));
  }
}
