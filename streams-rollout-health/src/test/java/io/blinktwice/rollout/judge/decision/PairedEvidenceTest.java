package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedEvidenceTest {
  private static final Instant BEGAN = Instant.parse("2026-01-05T00:00:00Z");
  private static final double[] DRAWS = {.05, .2, .7};
  private static final double[] CHANCES = {.1, .3, .6};
  private static final Waves FIRST = Waves.NONE.upTo(.1, BEGAN);
  private static final Waves BOTH = FIRST.upTo(.4, BEGAN.plus(Duration.ofMinutes(90)));

  /** What happens to whom is fixed; only the draws are random. */
  private record Failure(Instant at, UnitRecord unit, double flakeRate, boolean rescued) {}

  @Test
  void noStrategyOfStoppingEarnsFromAHealthyRelease() {
    for (long seed = 1; seed <= 60; seed++) {
      List<Failure> failures = failures(new SplittableRandom(seed), 6);
      double threshold = 1 / (seed % 2 == 0 ? .5 : .05);
      double expected = expected(failures, 0, new int[failures.size()], threshold);
      assertEquals(1, expected, 1e-9, "seed " + seed);
    }
  }

  /** Enumerates all draws; the wealth stops once it has reached the threshold. */
  private static double expected(List<Failure> failures, int depth, int[] draws, double threshold) {
    if (depth == failures.size()) {
      return stopped(failures, draws, threshold);
    }
    double sum = 0;
    for (int draw = 0; draw < DRAWS.length; draw++) {
      draws[depth] = draw;
      sum += CHANCES[draw] * expected(failures, depth + 1, draws, threshold);
    }
    return sum;
  }

  private static double stopped(List<Failure> failures, int[] draws, double threshold) {
    AlphaBudget budget = new AlphaBudget(1 / threshold, .6, .3, .1);
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT.withBudget(budget), BEGAN);
    for (int index = 0; index < draws.length && evidence.wealth() < threshold; index++) {
      Failure failure = failures.get(index);
      evidence.passed(failure.at());
      Run run = new Run(subject("u" + index, "w", DRAWS[draws[index]]), failure.at());
      Stake stake = evidence.stake(run, failure.unit(), BOTH, failure.flakeRate());
      evidence.reserve(stake);
      if (failure.rescued()) {
        evidence.collect(stake);
      } else {
        evidence.release(stake);
      }
    }
    return evidence.wealth();
  }

  private static List<Failure> failures(SplittableRandom random, int count) {
    return random
        .longs(count, 0, 180)
        .sorted()
        .mapToObj(
            minute -> {
              Instant at = BEGAN.plus(Duration.ofMinutes(minute));
              Instant last = at.minus(Duration.ofMinutes(random.nextInt(1, 120)));
              int clean = random.nextInt(3);
              UnitRecord unit = clean == 0 ? UnitRecord.NEW : new UnitRecord(clean, last, false);
              return new Failure(at, unit, .001 + .2 * random.nextDouble(), random.nextInt(4) > 0);
            })
        .toList();
  }

  @Test
  void countsAnOpenStakeAtItsWorst() {
    for (double draw : DRAWS) {
      PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN);
      Run run = new Run(subject("u", "w", draw), BEGAN.plusSeconds(60));
      Stake stake = evidence.stake(run, UnitRecord.NEW, FIRST, .001);
      evidence.reserve(stake);
      double open = evidence.wealth();
      evidence.release(stake);
      double without = evidence.wealth();
      evidence.collect(stake);
      assertTrue(open <= Math.min(without, evidence.wealth()) + 1e-12, "draw " + draw);
    }
  }

  @Test
  void aFailureOnTheReleaseSpeaksAgainstItAndOneOnTheOldVersionForIt() {
    assertTrue(wealthAfterFailureAt(.05) > 5);
    assertTrue(wealthAfterFailureAt(.7) < 1);
  }

  private static double wealthAfterFailureAt(double draw) {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN);
    Waves narrow = Waves.NONE.upTo(.06, BEGAN);
    Run run = new Run(subject("u", "w", draw), BEGAN.plusSeconds(60));
    evidence.collect(evidence.stake(run, UnitRecord.NEW, narrow, .0005));
    return evidence.wealth();
  }

  @Test
  void cleanRunsSinceJoiningTakeTheSuspicionAway() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN);
    UnitRecord proven = UnitRecord.NEW.afterClean(BEGAN.plusSeconds(30));
    Run run = new Run(subject("u", "w", .05), BEGAN.plusSeconds(60));
    evidence.collect(evidence.stake(run, proven, FIRST, .0005));
    assertTrue(evidence.wealth() < 2, "wealth " + evidence.wealth());
  }

  @Test
  void anArmIsDecidedWhenTheAttemptStartsNotWhenItIsReported() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN);
    Run before = new Run(subject("u", "w", .2), BEGAN.plus(Duration.ofMinutes(80)));
    Run after = new Run(subject("u", "w", .2), BEGAN.plus(Duration.ofMinutes(100)));
    assertEquals(Waves.OLD, evidence.stake(before, UnitRecord.NEW, BOTH, .01).wave());
    assertEquals(1, evidence.stake(after, UnitRecord.NEW, BOTH, .01).wave());
  }

  @Test
  void aWorkspaceThatLeavesTakesItsBetsAlong() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN);
    Instant at = BEGAN.plusSeconds(60);
    Run mine = new Run(subject("a", "mine", .05), at);
    evidence.collect(evidence.stake(mine, UnitRecord.NEW, FIRST, .01));
    double alone = evidence.wealth();
    Run theirs = new Run(subject("b", "theirs", .05), at);
    evidence.collect(evidence.stake(theirs, UnitRecord.NEW, FIRST, .01));
    assertEquals(alone, evidence.wealthWithout("theirs"), 1e-9);
    evidence.forget("theirs");
    assertEquals(alone, evidence.wealth(), 1e-9);
  }

  private static Subject subject(String unit, String workspace, double draw) {
    return new Subject(unit, workspace, draw, History.NONE);
  }
}
