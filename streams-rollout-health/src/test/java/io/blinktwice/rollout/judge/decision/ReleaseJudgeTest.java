package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.History;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.evidence.decision.Place;
import io.blinktwice.rollout.evidence.decision.Scope;
import io.blinktwice.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleaseJudgeTest {
  private static final Instant BEGAN = Instant.parse("2026-01-05T00:00:00Z");
  private static final String RELEASE = "4.2.0";
  private static final String OLD = "3.5.7";
  private static final News.Known RELIABLE =
      new News.Known(new History(500, 0), CleanRuns.before(500, BEGAN.minus(Duration.ofDays(30))));

  private ReleaseJudge judge = judge(20_000);
  private final List<Finding> findings = new ArrayList<>();
  private Instant now = BEGAN;

  private static ReleaseJudge judge(int fleet) {
    List<History> fleetHistory = new ArrayList<>();
    for (int unit = 0; unit < 100; unit++) {
      fleetHistory.add(new History(1_000, unit % 10 == 0 ? 10 : 0));
    }
    return judge(fleet, fleetHistory);
  }

  private static ReleaseJudge judge(int fleet, List<History> fleetHistory) {
    return new ReleaseJudge(
        RELEASE,
        ReleaseJudgeTest::draw,
        new ReleaseJudge.Terms(
            JudgePolicy.DEFAULT, FlakePrior.learned(fleetHistory), fleet, BEGAN));
  }

  /** A unit's draw stands behind its name. */
  private static double draw(String unit) {
    return Double.parseDouble(unit.substring(unit.indexOf('@') + 1));
  }

  @Test
  void pausesAfterAFewHarmedWorkloadsInDifferentWorkspaces() {
    openWith(200);
    for (int unit = 0; unit < 4; unit++) {
      harm("harmed" + unit, "w" + unit);
    }
    Finding.Pause pause = assertInstanceOf(Finding.Pause.class, findings.getLast());
    assertTrue(pause.evidence().wealth() >= pause.evidence().threshold() - 1e-6, pause.sentence());
    assertTrue(pause.evidence().bets().getLast().sentence().contains("harmed"));
    assertTrue(judge.paused());
    assertEquals(List.of(), judge.passed(now.plus(Duration.ofDays(1))));
  }

  @Test
  void pinsTheOnlyWorkspaceThatIsHarmedAndGoesOn() {
    openWith(200);
    for (int unit = 0; unit < 6; unit++) {
      harm("harmed" + unit, "w7");
    }
    Finding.Confine confine = assertInstanceOf(Finding.Confine.class, findings.getLast());
    assertEquals(new Scope(Scope.Kind.WORKSPACE, "w7"), confine.scope());
    assertFalse(judge.paused());
    assertFalse(judge.admits("another@.001", Place.in("w7")));
    assertTrue(judge.admits("another@.001", Place.in("w8")));
    assertTrue(judge.evidence().wealth() < 1.5);
  }

  /** One failure elsewhere, of whatever record, does not make a broken workspace the fleet's. */
  @Test
  void aFailureElsewhereBesideABrokenWorkspaceDoesNotPauseTheFleet() {
    for (int flakes = 0; flakes < 8; flakes++) {
      for (boolean elsewhereFirst : new boolean[] {true, false}) {
        judge = judge(20_000);
        findings.clear();
        now = BEGAN;
        openWith(200);
        oldOnesFlake(6);
        News.Known known = new News.Known(new History(500, flakes), RELIABLE.clean());
        if (elsewhereFirst) {
          harm("flake", "w3", known);
        }
        harm("first", "w7");
        if (!elsewhereFirst) {
          harm("flake", "w3", known);
        }
        assertFalse(judge.paused(), flakes + " flakes before");
        for (int unit = 0; unit < 4; unit++) {
          harm("next" + unit, "w7");
        }
        assertEquals(Set.of(new Scope(Scope.Kind.WORKSPACE, "w7")), judge.confined());
        assertFalse(judge.paused(), flakes + " flakes before");
      }
    }
  }

  /** The same failures on the old version: the release is not what they come from. */
  private void oldOnesFlake(int units) {
    for (int unit = 0; unit < units; unit++) {
      String name = "old" + unit + "@.9";
      now = now.plusSeconds(60);
      judge.hear(
          new News.Suspected(
              now, name, "r", now, OLD, Place.in("w" + unit), RELIABLE, Fact.Ending.COMPARED));
      judge.hear(new News.Retried(now, name, "r", OLD, false, true, true, "verdict"));
    }
  }

  /** Nobody has a record that would make one failure tell; that there are many of them does. */
  @Test
  void pausesInAYoungFleetToo() {
    List<History> young = new ArrayList<>(Collections.nCopies(600, new History(3, 0)));
    young.addAll(Collections.nCopies(12, new History(3, 1)));
    judge = judge(600, young);
    News.Known threeRuns =
        new News.Known(new History(3, 0), CleanRuns.before(3, BEGAN.minus(Duration.ofDays(1))));
    openWith(60);
    for (int unit = 0; unit < 20 && !judge.paused(); unit++) {
      harm("young" + unit, "w" + unit % 4, threeRuns);
    }
    assertInstanceOf(Finding.Pause.class, findings.getLast());
  }

  /** A server runs one version: all that a bad release harms, it harms on servers of its own. */
  @Test
  void aReleaseIsPausedAlsoIfOneServerRunsIt() {
    judge.passed(BEGAN);
    judge.open(.05, BEGAN);
    for (int unit = 0; unit < 400; unit++) {
      boolean onRelease = unit % 20 == 0;
      now = now.plusSeconds(1);
      judge.hear(
          new News.Clean(
              now,
              "clean" + unit + (onRelease ? "@.001" : "@.9"),
              "r",
              now,
              onRelease ? RELEASE : OLD,
              new Place("w" + unit % 50, "", onRelease ? "new" : "old"),
              0));
    }
    for (int unit = 0; unit < 8 && !judge.paused(); unit++) {
      String name = "harmed" + unit + "@.005";
      Place place = new Place("w" + unit, "", "new");
      now = now.plusSeconds(60);
      judge.hear(
          new News.Suspected(now, name, "r", now, RELEASE, place, RELIABLE, Fact.Ending.COMPARED));
      judge.hear(new News.Retried(now, name, "r", RELEASE, false, true, true, "verdict"));
    }
    assertTrue(judge.paused());
    assertEquals(Set.of(), judge.confined());
  }

  /** Whatever comes within one beat. */
  @Test
  void slowsBeforeItStops() {
    openWith(200);
    for (int unit = 0; unit < 4; unit++) {
      harm("harmed" + unit, "w" + unit);
    }
    assertInstanceOf(Finding.Slow.class, findings.getFirst());
    assertInstanceOf(Finding.Pause.class, findings.getLast());
    assertEquals(2, findings.size());
  }

  @Test
  void aUnitBetsOnce() {
    openWith(50);
    harm("harmed", "w1");
    Evidence once = judge.evidence();
    harm("harmed", "w1");
    assertEquals(once.wealth(), judge.evidence().wealth());
    assertEquals(once.bets(), judge.evidence().bets());
  }

  @Test
  void aRetryThatFailedIsNoEvidence() {
    openWith(50);
    Evidence before = judge.evidence();
    failed("unlucky@.001", "w1");
    judge.hear(new News.Retried(now, "unlucky@.001", "r", RELEASE, false, true, false, "v"));
    assertEquals(before, judge.evidence());
  }

  @Test
  void noEvidenceIsNeverHealth() {
    judge.passed(BEGAN);
    double first = judge.share();
    for (int hour = 1; hour < 100; hour++) {
      assertEquals(List.of(), judge.passed(BEGAN.plus(Duration.ofHours(hour))));
    }
    assertEquals(first, judge.share());
  }

  @Test
  void theNextWaveIsNoLargerThanTheHarmBudgetAllows() {
    judge.passed(BEGAN);
    double before = judge.share();
    for (int unit = 0; unit < 40; unit++) {
      clean("unit" + unit, "w" + unit % 9, .001);
    }
    double bound = judge.evidence().upperBound();
    Finding.Advance advance =
        assertInstanceOf(
            Finding.Advance.class, judge.passed(BEGAN.plus(Duration.ofMinutes(20))).getFirst());
    double harm = (advance.share() - before) * 20_000 * bound;
    assertEquals(SpeedPolicy.DEFAULT.harmBudget(), harm, 1e-6);
  }

  @Test
  void aFleetOfOneIsTriedAtOnce() {
    ReleaseJudge alone = judge(1);
    alone.passed(BEGAN);
    assertEquals(1, alone.share());
  }

  /** Too few workloads to show that less than 0.17 % of them are broken. */
  @Test
  void aSmallFleetGetsBeyondItsControl() {
    int fleet = 200;
    ReleaseJudge small = judge(fleet);
    int[] clean = new int[fleet];
    Instant at = BEGAN;
    for (int round = 0; round < 60 && small.share() < 1; round++) {
      small.passed(at);
      for (int unit = 0; unit < fleet; unit++) {
        String name = "u" + unit + "@" + unit / (double) fleet;
        Place place = Place.in("w" + unit % 10);
        String version = small.admits(name, place) ? RELEASE : OLD;
        at = at.plusSeconds(1);
        int before = version.equals(RELEASE) ? clean[unit]++ : 0;
        small.hear(new News.Clean(at, name, "r" + round, at, version, place, before));
      }
      at = at.plus(Duration.ofMinutes(20));
    }
    assertEquals(1, small.share());
  }

  @Test
  void aPersonsWordWins() {
    openWith(20);
    judge.ordered(new Order.PauseNow("ann", "a hunch"), now);
    assertTrue(judge.paused());
    assertEquals(List.of(), judge.passed(now.plus(Duration.ofHours(2))));
  }

  @Test
  void aResumeStartsANewBudgetThatIsStated() {
    openWith(200);
    for (int unit = 0; unit < 4; unit++) {
      harm("harmed" + unit, "w" + unit);
    }
    AlphaBudget next = new AlphaBudget(.001, 1, 0, 0);
    Finding finding = judge.ordered(new Order.Resume("ann", "known cause", next), now);
    assertFalse(judge.paused());
    assertTrue(finding.sentence().contains("at most 0.00100"), finding.sentence());
    assertEquals(1, judge.evidence().wealth(), 1e-9);
    assertEquals(1_000, judge.evidence().threshold(), 1e-9);
  }

  /** One percent of the fleet is on the release and so many units ran clean. */
  private void openWith(int cleanUnits) {
    judge.open(.01, BEGAN);
    for (int unit = 0; unit < cleanUnits; unit++) {
      clean("clean" + unit, "w" + unit % 50, .005);
      clean("old" + unit, "w" + unit % 50, .5);
    }
  }

  @Test
  void workloadsThatBecameSlowerSlowItAndManyMorePauseIt() {
    openWith(100);
    for (int unit = 0; unit < 12; unit++) {
      slower("slow" + unit + "@.001", 200);
    }
    assertInstanceOf(Finding.Slow.class, judge.passed(now).getFirst());
    assertEquals(12, judge.evidence().slower().size());
    for (int unit = 0; unit < 3; unit++) {
      findings.addAll(slower("slower" + unit + "@.001", 1e6));
    }
    assertInstanceOf(Finding.Pause.class, findings.getLast());
  }

  @Test
  void goesOnFromItsPartsAsIfNothingHadHappened() {
    Seeds.each(20, this::survivesRestarts);
  }

  private void survivesRestarts(Random random) {
    ReleaseJudge whole = judge(2_000);
    ReleaseJudge broken = judge(2_000);
    Map<String, byte[]> kept = new HashMap<>();
    Beat beat = Beat.of(BEGAN);
    for (int number = 0; number < 400; number++) {
      List<News> news = news(random, beat);
      assertEquals(whole.beat(beat, news), broken.beat(beat, news));
      for (String name : broken.touched()) {
        byte[] part = broken.part(name);
        if (part == null) {
          kept.remove(name);
        } else {
          kept.put(name, part);
        }
      }
      if (random.nextInt(20) == 0) {
        broken = ReleaseJudge.restored(RELEASE, ReleaseJudgeTest::draw, kept);
      }
      beat = new Beat(beat.number() + 1 + random.nextInt(30));
    }
    assertEquals(whole.evidence(), broken.evidence());
    assertArrayEquals(
        Objects.requireNonNull(whole.part("core")), Objects.requireNonNull(broken.part("core")));
  }

  private static List<News> news(Random random, Beat beat) {
    List<News> news = new ArrayList<>();
    for (int number = random.nextInt(6); number > 0; number--) {
      Instant at = beat.end().minusMillis(1 + random.nextInt(9_000));
      int unit = random.nextInt(300);
      String name = "u" + unit + "@" + unit / 2_000.0;
      Place place = new Place("w" + unit % 9, "e" + unit % 3, "c" + unit % 5);
      switch (random.nextInt(10)) {
        case 0 ->
            news.add(
                new News.Suspected(
                    at,
                    name,
                    "r",
                    at,
                    RELEASE,
                    place,
                    RELIABLE,
                    Fact.Ending.compared(new Lot(.5, random.nextBoolean()))));
        case 1 ->
            news.add(
                new News.Retried(
                    at,
                    name,
                    "r",
                    RELEASE,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean(),
                    "v"));
        case 2 ->
            news.add(
                new News.Pinned(
                    at, name, new Fact.Pinned("p", at, RELEASE, false, random.nextInt(300))));
        default ->
            news.add(
                new News.Clean(
                    at, name, "r", at, unit < 80 ? RELEASE : OLD, place, random.nextInt(3)));
      }
    }
    news.sort(News.ORDER);
    return news;
  }

  private List<Finding> slower(String unit, double evidence) {
    now = now.plusSeconds(1);
    return judge.hear(
        new News.Pinned(now, unit, new Fact.Pinned(unit, now, RELEASE, false, evidence)));
  }

  private void clean(String unit, String workspace, double draw) {
    now = now.plusSeconds(1);
    judge.hear(
        new News.Clean(
            now,
            unit + "@" + draw,
            "r",
            now,
            draw < judge.share() ? RELEASE : OLD,
            Place.in(workspace),
            0));
  }

  private void harm(String name, String workspace) {
    harm(name, workspace, RELIABLE);
  }

  private void harm(String name, String workspace, News.Known known) {
    String unit = name + "@.005";
    failed(unit, workspace, known);
    findings.addAll(
        judge.hear(new News.Retried(now, unit, "r", RELEASE, false, true, true, "verdict")));
  }

  private void failed(String unit, String workspace) {
    failed(unit, workspace, RELIABLE);
  }

  private void failed(String unit, String workspace, News.Known known) {
    now = now.plusSeconds(60);
    judge.hear(
        new News.Suspected(
            now, unit, "r", now, RELEASE, Place.in(workspace), known, Fact.Ending.COMPARED));
  }

  /** Everybody ran clean on it for hours; no old arm is left that labels could speak of. */
  @Test
  void pausesALateBreakOnceTheWholeFleetIsOnTheRelease() {
    judge.passed(BEGAN);
    judge.open(1, BEGAN);
    now = BEGAN.plus(Duration.ofHours(20));
    judge.passed(now);
    CleanRuns hours = CleanRuns.NONE;
    for (int run = 0; run < 8; run++) {
      hours = hours.plus(BEGAN.plus(Duration.ofHours(2 * run)));
    }
    News.Known proven = new News.Known(new History(500, 0), hours);
    for (int unit = 0; unit < 40 && !judge.paused(); unit++) {
      Lot lot = new Lot(.5, unit % 2 == 0);
      String name = "late" + unit + "@.5";
      now = now.plusSeconds(20);
      judge.hear(
          new News.Suspected(
              now,
              name,
              "r",
              now,
              RELEASE,
              Place.in("w" + unit % 7),
              proven,
              Fact.Ending.compared(lot)));
      if (lot.same()) {
        findings.addAll(
            judge.hear(new News.Retried(now, name, "r", RELEASE, true, false, false, "again")));
      }
      findings.addAll(
          judge.hear(new News.Retried(now, name, "r", RELEASE, false, true, true, "good")));
    }
    Finding.Pause pause = assertInstanceOf(Finding.Pause.class, findings.getLast());
    assertTrue(judge.evidence().harmed() <= 20, pause.sentence());
    assertTrue(
        pause.evidence().bets().stream().anyMatch(bet -> bet.sentence().contains("again")),
        "the lot's bets are named");
  }
}
