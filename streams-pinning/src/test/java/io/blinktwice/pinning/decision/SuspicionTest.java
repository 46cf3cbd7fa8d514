package io.blinktwice.pinning.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probability that the version did it. */
class SuspicionTest {
  private static final double THRESHOLD = Costs.DEFAULT.pinThreshold();

  @Test
  void aSteadyWorkloadThatFailsOnceIsPinned() {
    assertTrue(odds(posterior(0.0005, 1, 0, false)) > 15, "about 20:1 in research/rollout.md, B6");
  }

  @Test
  void aWorkloadThatFlakesEveryFifthRunIsNot() {
    double posterior = posterior(0.18, 1, 0, false);
    assertEquals(0.06, odds(posterior), 0.02, "0.06:1 in research/rollout.md, B6");
    assertTrue(posterior < THRESHOLD);
  }

  @Test
  void aWorkloadNobodyKnowsIsPinnedAsInThePaper() {
    assertTrue(posterior(Flakiness.UNKNOWN.rate(), 1, 0, false) > THRESHOLD);
  }

  @Test
  void whatTheReleaseDeclaredCountsForMuch() {
    assertTrue(posterior(0.18, 1, 0, true) > 0.5);
  }

  @Test
  void everyFurtherFailureSpeaksAgainstTheVersionAndEveryCleanRunForIt() {
    Random random = new Random(4);
    for (int seed = 0; seed < 10_000; seed++) {
      double flakes = 0.0005 + 0.3 * random.nextDouble();
      int failures = 1 + random.nextInt(5);
      int clean = random.nextInt(9);
      double now = posterior(flakes, failures, clean, false);
      assertTrue(now >= 0 && now <= 1, "no probability, case " + seed);
      assertTrue(posterior(flakes, failures + 1, clean, false) >= now, "failure, case " + seed);
      assertTrue(posterior(flakes, failures, clean + 1, false) <= now, "clean run, case " + seed);
      assertTrue(posterior(flakes * 1.5, failures, clean, false) <= now, "flake, case " + seed);
    }
  }

  @Test
  void othersThatTheSameFailureHitNeverSpeakForTheVersion() {
    Seeds.each(
        10_000,
        random -> {
          Classified classified =
              new Classified(
                  Category.values()[random.nextInt(Category.values().length)],
                  random.nextDouble(),
                  false,
                  "sig",
                  1);
          CleanRecord record =
              new CleanRecord(0, 9, random.nextInt(9), 1 + random.nextInt(5), null);
          boolean declared = random.nextBoolean();
          double flakes = 0.0005 + 0.3 * random.nextDouble();
          double before = 0;
          for (int others : new int[] {0, 1, 2, 3, 10, 500, 1_000_000}) {
            double now =
                Suspicion.posterior(
                    new Suspicion.Symptoms(classified, declared, flakes, record, others));
            assertTrue(now >= before && now <= 1, others + " others");
            before = now;
          }
        });
  }

  @Test
  void aKnownFlakeIsPinnedOnceEnoughOthersHaveTheSameFailure() {
    CleanRecord once = new CleanRecord(0, 0, 0, 1, null);
    Classified said = new Classified(Category.SYSTEM, 0.96, false, "sig", 1);
    assertTrue(Suspicion.posterior(new Suspicion.Symptoms(said, false, 0.18, once, 0)) < THRESHOLD);
    assertTrue(Suspicion.posterior(new Suspicion.Symptoms(said, false, 0.18, once, 3)) > THRESHOLD);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "0.96, 1", "0.5, 5", "0.3, 9", "0.1, 29", "0.01, 60"})
  void theRarerItFailsTheMoreProbesProveItGone(double intermittency, int probes) {
    assertEquals(probes, Suspicion.probesNeeded(intermittency));
  }

  private static double odds(double probability) {
    return probability / (1 - probability);
  }

  private static double posterior(double flakeRate, int failures, int clean, boolean declared) {
    CleanRecord record = new CleanRecord(0, clean, clean, failures, null);
    Classified classified = new Classified(Category.SYSTEM, 0.96, false, "sig", 1);
    return Suspicion.posterior(new Suspicion.Symptoms(classified, declared, flakeRate, record, 0));
  }
}
