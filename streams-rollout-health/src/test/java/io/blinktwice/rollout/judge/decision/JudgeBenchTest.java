package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.History;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.evidence.decision.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Several releases roll out at once: each is judged by what happens on it. */
class JudgeBenchTest {
  private static final Instant BEGAN = Instant.parse("2026-01-05T00:00:00Z");
  private static final String OLD = "3.5.7";
  private static final String BROKEN = "4.2.0";
  private static final String GOOD = "4.3.0";
  private static final JudgePolicy BY_HAND = JudgePolicy.DEFAULT.withSpeed(SpeedPolicy.BY_HAND);
  private static final int UNITS = 6_000;
  private static final int RUNS = 6_000;
  private static final double FLAKY = .002;

  private final JudgeBench bench = new JudgeBench(release -> unit -> draw(unit, release));
  private Instant now = BEGAN;

  private static double draw(String unit, String release) {
    return new SplittableRandom(31L * unit.hashCode() + release.hashCode()).nextDouble();
  }

  private ReleaseJudge begin(String release, double share) {
    List<History> histories = new ArrayList<>();
    for (int unit = 0; unit < 100; unit++) {
      histories.add(new History(1_000, unit % 20 == 0 ? 10 : 1));
    }
    ReleaseJudge judge =
        bench.begin(
            release, new ReleaseJudge.Terms(BY_HAND, FlakePrior.learned(histories), UNITS, BEGAN));
    judge.open(share, BEGAN);
    return judge;
  }

  @Test
  void theReleaseThatIsBadIsPausedAndTheOtherOneGoesOn() {
    int wronglyPaused = 0;
    for (long seed = 1; seed <= 20; seed++) {
      JudgeBenchTest trial = new JudgeBenchTest();
      ReleaseJudge broken = trial.begin(BROKEN, .2);
      ReleaseJudge good = trial.begin(GOOD, .2);
      trial.run(seed, broken, good);
      assertTrue(broken.paused(), "seed " + seed);
      wronglyPaused += good.paused() ? 1 : 0;
    }
    assertEquals(0, wronglyPaused);
  }

  private void run(long seed, ReleaseJudge broken, ReleaseJudge good) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < RUNS && !broken.paused(); run++) {
      int number = random.nextInt(UNITS);
      String unit = "unit-" + number;
      Place place = Place.in("workspace-" + number % 100);
      String version = good.admits(unit, place) ? GOOD : broken.admits(unit, place) ? BROKEN : OLD;
      boolean breaks = version.equals(BROKEN) && number % 33 == 0;
      if (breaks || random.nextDouble() < FLAKY) {
        fails(unit, "run-" + run, version, place);
      } else {
        now = now.plusSeconds(1);
        hear(new News.Clean(now, unit, "run-" + run, now, version, place, 0));
      }
    }
  }

  private void fails(String unit, String run, String version, Place place) {
    now = now.plusSeconds(1);
    News.Known known =
        new News.Known(new History(300, 1), CleanRuns.before(300, BEGAN.minus(Duration.ofDays(9))));
    hear(new News.Suspected(now, unit, run, now, version, place, known, Fact.Ending.COMPARED));
    now = now.plusSeconds(1);
    hear(new News.Retried(now, unit, run, version, false, true, true, "verdict-" + run));
  }

  private void hear(News news) {
    bench.beat(Beat.of(news.at()), List.of(news));
  }

  /** What ran just before is heard after the command that starts the roll-out. */
  @Test
  void aJudgeKnowsTheFleetOfBeforeTheRollOutAlsoIfItHearsOfItLater() {
    Beat before = Beat.of(BEGAN).next();
    ReleaseJudge judge = bench.begin(BROKEN, BY_HAND, .5, before.start().plusSeconds(9));
    List<News> news = new ArrayList<>();
    for (int unit = 0; unit < UNITS / 10; unit++) {
      History clean = new History(1, 0);
      news.add(new News.Counted(before.start(), "unit-" + unit, "run~", clean));
    }
    History young = new History(3, 0);
    double unlearned = judge.terms().prior().rate(young);
    bench.beat(before, news);
    assertEquals(UNITS / 10, judge.terms().fleet());
    double learned = judge.terms().prior().rate(young);
    assertTrue(learned < unlearned / 5, learned + " of " + unlearned);
    bench.beat(before.next(), List.of(new News.Counted(before.end(), "new", "run~", young)));
    assertEquals(UNITS / 10, judge.terms().fleet());
  }

  @Test
  void aRollOutBeginsUnderWhatTheCatalogueAllowsItThen() {
    bench.allow(BROKEN, new ReleaseBudget(.002, 7));
    Map<String, byte[]> kept = new HashMap<>();
    bench.touched().forEach(name -> kept.put(name, bench.part(name)));
    JudgeBench again = JudgeBench.restored(release -> unit -> draw(unit, release), kept);
    JudgePolicy policy = again.begin(BROKEN, JudgePolicy.DEFAULT, .1, BEGAN).terms().policy();
    assertEquals(.002, policy.budget().alpha());
    assertEquals(7, policy.speed().harmBudget());
    again.touched().forEach(name -> kept.put(name, again.part(name)));
    JudgeBench once = JudgeBench.restored(release -> unit -> draw(unit, release), kept);
    assertEquals(policy, once.judge(BROKEN).orElseThrow().terms().policy());
    again.forget(BROKEN);
    assertEquals(
        JudgePolicy.DEFAULT, again.begin(BROKEN, JudgePolicy.DEFAULT, .1, BEGAN).terms().policy());
  }

  @Test
  void aWorkloadThatTwoReleasesHaveDrawnSpeaksAgainstNeither() {
    ReleaseJudge broken = begin(BROKEN, .5);
    ReleaseJudge good = begin(GOOD, .5);
    String both = unit(unit -> draw(unit, BROKEN) < .5 && draw(unit, GOOD) < .5);
    fails(both, "run-1", GOOD, Place.in("w"));
    assertFalse(broken.hasBet(both) || good.hasBet(both));
    String one = unit(unit -> draw(unit, BROKEN) < .5 && draw(unit, GOOD) >= .5);
    fails(one, "run-2", BROKEN, Place.in("w"));
    assertTrue(broken.hasBet(one));
    assertFalse(good.hasBet(one));
  }

  private static String unit(Predicate<String> wanted) {
    for (int number = 0; ; number++) {
      if (wanted.test("unit-" + number)) {
        return "unit-" + number;
      }
    }
  }
}
