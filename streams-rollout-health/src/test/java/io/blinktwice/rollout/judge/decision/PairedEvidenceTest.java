package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
import io.blinktwice.rollout.judge.decision.Stake.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedEvidenceTest {
  private static final Instant BEGAN = Instant.parse("2026-01-05T00:00:00Z");
  private static final double[] DRAWS = {.05, .2, .7};
  private static final double[] CHANCES = {.1, .3, .6};
  private static final Waves FIRST = Waves.NONE.upTo(.1, BEGAN);
  private static final Waves BOTH = FIRST.upTo(.4, BEGAN.plus(Duration.ofMinutes(90)));

  /** What happens to whom is fixed, whatever the version; only draws and lots are random. */
  private record Trouble(
      Instant at, CleanRuns clean, double flakeRate, boolean rescued, boolean later, double share) {
    private Trouble drawn(double share) {
      return new Trouble(at, clean, flakeRate, rescued, later, share);
    }

    private Failure in(String workspace, double draw, boolean same) {
      String unit = workspace + at;
      Lot lot = new Lot(share, same);
      return new Failure(unit, Place.in(workspace), draw, at, clean, flakeRate, BOTH, true, lot);
    }
  }

  /** One way in which chance may have it. */
  private record Fall(int draw, boolean same) {}

  @Test
  void noStrategyOfStoppingEarnsFromAHealthyRelease() {
    for (long seed = 1; seed <= 60; seed++) {
      List<Trouble> failures = failures(new SplittableRandom(seed), 6);
      assertEquals(1, expected(failures, List.of(), threshold(seed)), 1e-9, "seed " + seed);
    }
  }

  @Test
  void norDoesOneFromDrawnRetries() {
    for (long seed = 1; seed <= 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Trouble> failures =
          failures(random, 4).stream().map(each -> each.drawn(random.nextDouble())).toList();
      assertEquals(1, expected(failures, List.of(), threshold(seed)), 1e-9, "seed " + seed);
    }
  }

  private static double threshold(long seed) {
    return 1 / (.9 * (seed % 2 == 0 ? .5 : .05));
  }

  /** Goes through all falls; the wealth stops once it has reached the threshold. */
  private static double expected(List<Trouble> failures, List<Fall> fallen, double threshold) {
    if (fallen.size() == failures.size()) {
      return stopped(failures, fallen, threshold);
    }
    double share = failures.get(fallen.size()).share();
    double sum = 0;
    for (int draw = 0; draw < DRAWS.length; draw++) {
      for (boolean same : share > 0 ? new boolean[] {true, false} : new boolean[] {false}) {
        List<Fall> more = new ArrayList<>(fallen);
        more.add(new Fall(draw, same));
        double chance = CHANCES[draw] * (same ? share : 1 - share);
        sum += chance * expected(failures, more, threshold);
      }
    }
    return sum;
  }

  private static double stopped(List<Trouble> failures, List<Fall> fallen, double threshold) {
    AlphaBudget budget = new AlphaBudget(1 / (.9 * threshold), .6, .3, .1);
    PairedEvidence evidence =
        new PairedEvidence(JudgePolicy.DEFAULT.withBudget(budget), BEGAN, new Touched());
    for (int index = 0; index < fallen.size() && evidence.wealth() < threshold; index++) {
      Trouble failure = failures.get(index);
      Fall fall = fallen.get(index);
      evidence.passed(failure.at());
      Failure it = failure.in("w" + index, DRAWS[fall.draw()], fall.same());
      settle(evidence, failure, evidence.stake(it));
    }
    return evidence.wealth();
  }

  /** The label is bet on where a retry succeeds. */
  private static void settle(PairedEvidence evidence, Trouble failure, Stake stake) {
    evidence.reserve(stake);
    Stake rest = evidence.payLot(stake, failure.rescued());
    boolean same = stake.failure().lot().same();
    if (failure.rescued() || (same && failure.later())) {
      evidence.collect(rest, failure.rescued());
    } else {
      evidence.release(rest);
    }
  }

  private static List<Trouble> failures(SplittableRandom random, int count) {
    return random
        .longs(count, 0, 180)
        .sorted()
        .mapToObj(
            minute -> {
              Instant at = BEGAN.plus(Duration.ofMinutes(minute));
              Instant last = at.minus(Duration.ofMinutes(random.nextInt(1, 120)));
              int clean = random.nextInt(3);
              CleanRuns runs = CleanRuns.NONE;
              for (int run = 0; run < clean; run++) {
                runs = runs.plus(last.plusSeconds(run));
              }
              return new Trouble(
                  at,
                  runs,
                  .001 + .2 * random.nextDouble(),
                  random.nextInt(4) > 0,
                  random.nextBoolean(),
                  0);
            })
        .toList();
  }

  @Test
  void countsAnOpenStakeAtItsWorst() {
    for (double draw : DRAWS) {
      PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
      Stake stake = evidence.stake(failure("w", draw, CleanRuns.NONE, FIRST, .001));
      evidence.reserve(stake);
      double open = evidence.wealth();
      evidence.release(stake);
      double without = evidence.wealth();
      evidence.collect(stake, true);
      assertTrue(open <= Math.min(without, evidence.wealth()) + 1e-12, "draw " + draw);
    }
  }

  @Test
  void aFailureOnTheReleaseSpeaksAgainstItAndOneOnTheOldVersionForIt() {
    assertTrue(wealthAfterFailureAt(.05) > 5);
    assertTrue(wealthAfterFailureAt(.7) < 1);
  }

  private static double wealthAfterFailureAt(double draw) {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    Waves narrow = Waves.NONE.upTo(.06, BEGAN);
    evidence.collect(evidence.stake(failure("w", draw, CleanRuns.NONE, narrow, .0005)), true);
    return evidence.wealth();
  }

  @Test
  void cleanRunsSinceJoiningTakeTheSuspicionAway() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    CleanRuns proven = CleanRuns.NONE.plus(BEGAN.plusSeconds(30));
    evidence.collect(evidence.stake(failure("w", .05, proven, FIRST, .0005)), true);
    assertTrue(evidence.wealth() < 2, "wealth " + evidence.wealth());
  }

  @Test
  void anArmIsDecidedWhenTheAttemptStartsNotWhenItIsReported() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    Failure before = at(BEGAN.plus(Duration.ofMinutes(80)));
    Failure after = at(BEGAN.plus(Duration.ofMinutes(100)));
    assertEquals(Waves.OLD, evidence.stake(before).wave());
    assertEquals(1, evidence.stake(after).wave());
  }

  private static Failure at(Instant start) {
    return new Failure(
        "u", Place.in("w"), .2, start, CleanRuns.NONE, .01, BOTH.at(start), true, Lot.NONE);
  }

  @Test
  void aWorkspaceThatLeavesTakesItsBetsAlong() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    evidence.collect(evidence.stake(failure("mine", .05, CleanRuns.NONE, FIRST, .01)), true);
    double alone = evidence.wealth();
    evidence.collect(evidence.stake(failure("theirs", .05, CleanRuns.NONE, FIRST, .01)), true);
    Scope theirs = new Scope(Scope.Kind.WORKSPACE, "theirs");
    assertEquals(alone, evidence.wealthWithout(theirs), 1e-9);
    evidence.forget(theirs);
    assertEquals(alone, evidence.wealth(), 1e-9);
  }

  /** What it lost stays lost: whoever chooses the part by its bets must not win by the choice. */
  @Test
  void noPartThatLeavesAddsToTheWealth() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
      for (Trouble trouble : failures(random, 6)) {
        double draw = DRAWS[random.nextInt(DRAWS.length)];
        settle(evidence, trouble, evidence.stake(trouble.in("w" + random.nextInt(3), draw, false)));
      }
      double before = evidence.wealth();
      evidence.forget(new Scope(Scope.Kind.WORKSPACE, "w" + random.nextInt(3)));
      assertTrue(evidence.wealth() <= before + 1e-9, "seed " + seed);
    }
  }

  /** All that the broken one does is as bad for the release as can be; of the others nothing is. */
  @Test
  void whichWorkspaceIsBrokenChangesNothingForTheOthersBets() {
    for (long seed = 1; seed <= 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Trouble> failures =
          failures(random, 4).stream().map(each -> each.drawn(random.nextDouble())).toList();
      boolean[] broken = new boolean[failures.size()];
      for (int index = 0; index < broken.length; index++) {
        broken[index] = random.nextBoolean();
      }
      assertEquals(1, expectedElsewhere(failures, broken, List.of()), 1e-9, "seed " + seed);
    }
  }

  private static double expectedElsewhere(
      List<Trouble> failures, boolean[] broken, List<Fall> fallen) {
    int next = fallen.size();
    if (next == failures.size()) {
      return elsewhere(failures, broken, fallen);
    }
    double sum = 0;
    for (Fall fall : broken[next] ? List.of(new Fall(0, true)) : falls()) {
      List<Fall> more = new ArrayList<>(fallen);
      more.add(fall);
      double share = failures.get(next).share();
      double chance = CHANCES[fall.draw()] * (fall.same() ? share : 1 - share);
      sum += (broken[next] ? 1 : chance) * expectedElsewhere(failures, broken, more);
    }
    return sum;
  }

  private static List<Fall> falls() {
    List<Fall> all = new ArrayList<>();
    for (int draw = 0; draw < DRAWS.length; draw++) {
      all.add(new Fall(draw, true));
      all.add(new Fall(draw, false));
    }
    return all;
  }

  /** It stops by all of the evidence, that of the broken one too. */
  private static double elsewhere(List<Trouble> failures, boolean[] broken, List<Fall> fallen) {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    for (int index = 0; index < fallen.size() && evidence.wealth() < 20; index++) {
      Trouble failure = failures.get(index);
      Fall fall = fallen.get(index);
      evidence.passed(failure.at());
      String workspace = broken[index] ? "broken" : "w" + index;
      Failure it = failure.in(workspace, DRAWS[fall.draw()], fall.same());
      settle(evidence, failure, evidence.stake(it));
    }
    return evidence.wealthWithout(new Scope(Scope.Kind.WORKSPACE, "broken"));
  }

  private static Failure failure(
      String workspace, double draw, CleanRuns clean, Waves open, double flakeRate) {
    return new Failure(
        "unit-of-" + workspace,
        Place.in(workspace),
        draw,
        BEGAN.plusSeconds(60),
        clean,
        flakeRate,
        open,
        true,
        Lot.NONE);
  }

  /** A member of the release that was pinned, or sent to the older version to be compared. */
  @Test
  void aFailureOnAnotherVersionThanItsDrawSaysNeverSpeaksAgainstTheRelease() {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    Stake there = evidence.stake(failure("w", .05, CleanRuns.NONE, FIRST, .0005));
    Failure member = failure("w", .05, CleanRuns.NONE, FIRST, .0005);
    Stake elsewhere =
        evidence.stake(
            new Failure(
                member.unit(),
                member.place(),
                member.draw(),
                member.startedAt(),
                member.clean(),
                member.flakeRate(),
                member.open(),
                false,
                Lot.NONE));
    evidence.collect(elsewhere, true);
    assertTrue(there.onRelease());
    assertEquals(Waves.OLD, elsewhere.wave());
    assertEquals(1, evidence.wealth(), 1e-9);
  }

  /** At half of the fleet a label pays two at most; at the whole of it nothing. */
  @Test
  void aDrawnRetryTellsOfTheReleaseWhereNoOldArmIsLeft() {
    Waves all = Waves.NONE.upTo(1, BEGAN);
    assertEquals(1, wealthAfterLot(all, new Lot(0, false), true), 1e-9);
    assertTrue(wealthAfterLot(all, new Lot(.5, true), false) > 1.5, "failed again");
    assertTrue(wealthAfterLot(all, new Lot(.5, false), true) > 1.5, "repaired elsewhere");
    assertTrue(wealthAfterLot(all, new Lot(.5, true), true) < .5, "recovered by itself");
    assertTrue(wealthAfterLot(all, new Lot(.5, false), false) < .7, "failed on both");
  }

  private static double wealthAfterLot(Waves open, Lot lot, boolean succeeded) {
    PairedEvidence evidence = new PairedEvidence(JudgePolicy.DEFAULT, BEGAN, new Touched());
    Stake stake =
        evidence.stake(
            new Failure(
                "u",
                Place.in("w"),
                .05,
                BEGAN.plusSeconds(60),
                CleanRuns.NONE,
                .0005,
                open,
                true,
                lot));
    evidence.reserve(stake);
    double whileOpen = evidence.wealth();
    Stake rest = evidence.payLot(stake, succeeded);
    if (succeeded) {
      evidence.collect(rest, true);
    } else {
      evidence.release(rest);
    }
    assertTrue(whileOpen <= evidence.wealth() + 1e-12, "an open stake counts at its worst");
    return evidence.wealth();
  }
}
