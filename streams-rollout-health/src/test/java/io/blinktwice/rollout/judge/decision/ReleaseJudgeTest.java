package io.blinktwice.rollout.judge.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleaseJudgeTest {
  private static final Instant BEGAN = Instant.parse("2026-01-05T00:00:00Z");
  private static final History RELIABLE = new History(500, 0);

  private final ReleaseJudge judge = judge(20_000);
  private final Map<String, UnitRecord> units = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private Instant now = BEGAN;

  private static ReleaseJudge judge(int fleet) {
    List<History> fleetHistory = new ArrayList<>();
    for (int unit = 0; unit < 100; unit++) {
      fleetHistory.add(new History(1_000, unit % 10 == 0 ? 10 : 0));
    }
    return new ReleaseJudge(JudgePolicy.DEFAULT, FlakePrior.learned(fleetHistory), fleet, BEGAN);
  }

  @Test
  void pausesAfterAFewHarmedWorkloadsInDifferentWorkspaces() {
    openWith(200);
    for (int unit = 0; unit < 4; unit++) {
      harm("harmed" + unit, "w" + unit);
    }
    Finding.Pause pause = assertInstanceOf(Finding.Pause.class, findings.getLast());
    assertTrue(pause.evidence().wealth() >= 100 - 1e-6, pause.sentence());
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
    assertEquals("w7", confine.workspace());
    assertFalse(judge.paused());
    assertFalse(judge.admits(new Subject("another", "w7", .001, RELIABLE)));
    assertTrue(judge.admits(new Subject("another", "w8", .001, RELIABLE)));
    assertTrue(judge.evidence().wealth() < 1.5);
  }

  @Test
  void duplicatesChangeNothing() {
    openWith(50);
    Run run = run("harmed", "w1", .001);
    judge.failed(run, UnitRecord.NEW);
    judge.failed(run, UnitRecord.NEW);
    UnitRecord left = judge.retried(run, UnitRecord.NEW, true, now).unit();
    Evidence once = judge.evidence();
    judge.retried(run, left, true, now);
    judge.failed(run, left);
    judge.retried(run, left, true, now);
    Run clean = run("clean", "w2", .002);
    UnitRecord ran = judge.clean(clean, UnitRecord.NEW);
    Evidence more = judge.evidence();
    assertEquals(ran, judge.clean(clean, ran));
    assertEquals(once.wealth(), more.wealth());
    assertEquals(more, judge.evidence());
  }

  @Test
  void aRetryThatFailedIsNoEvidence() {
    openWith(50);
    Evidence before = judge.evidence();
    Run run = run("unlucky", "w1", .001);
    judge.failed(run, UnitRecord.NEW);
    Settled settled = judge.retried(run, UnitRecord.NEW, false, now);
    assertEquals(before, judge.evidence());
    assertFalse(settled.unit().left());
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

  private void clean(String unit, String workspace, double draw) {
    now = now.plusSeconds(1);
    UnitRecord record = units.getOrDefault(unit, UnitRecord.NEW);
    units.put(unit, judge.clean(run(unit, workspace, draw), record));
  }

  private void harm(String unit, String workspace) {
    now = now.plusSeconds(60);
    Run run = run(unit, workspace, .005);
    judge.failed(run, UnitRecord.NEW);
    findings.addAll(judge.retried(run, UnitRecord.NEW, true, now).findings());
  }

  private Run run(String unit, String workspace, double draw) {
    return new Run(new Subject(unit, workspace, draw, RELIABLE), now);
  }
}
