package io.blinktwice.rollout.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WaveHash;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutAction;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutJudgement;
import io.blinktwice.events.RolloutState;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evidence does, above all where it is not what one would wish for. */
class RolloutEvidenceTest {
  private static final String OLD = "3.5.7";
  private static final String NEW = "4.2.0";
  private static final double SHARE = .25;

  @TempDir private Path folder;

  private Instant now = DrivenTopology.BEGIN.plusSeconds(3_600);
  private int runs;
  private @Nullable DrivenTopology opened;

  private DrivenTopology driven() {
    if (opened == null) {
      opened =
          new DrivenTopology(
              () -> RolloutTopology.of(DrivenTopology.SERDES, "t", () -> 1), "t", folder);
    }
    return opened;
  }

  @AfterEach
  void close() {
    driven().close();
  }

  @Test
  void aBadReleaseIsPausedWithItsEvidence() {
    warmUp();
    rollOut(SHARE);
    clean(60);
    harm(12);
    RolloutDecision paused = decisions().getLast();
    assertEquals(RolloutState.PAUSED, paused.getState());
    assertEquals(RolloutJudgement.PAUSE, paused.getJudgement());
    assertTrue(paused.getWealth() > 100, paused.toString());
    assertEquals(SHARE, paused.getShare());
    assertTrue(paused.getEvidence().getFirst().getInput().startsWith("verdict-"));
  }

  /** What paused it with the usual budget slows it only where the catalogue allows no more. */
  @Test
  void aReleaseIsPausedUnderTheBudgetThatTheCatalogueGivesIt() {
    warmUp();
    register(OLD);
    register(NEW, 1e-60);
    start(SHARE);
    register(NEW, .5);
    clean(60);
    harm(12);
    RolloutDecision slowed = decisions().getLast();
    assertEquals(RolloutJudgement.SLOW, slowed.getJudgement(), slowed.toString());
    assertEquals(1e-60, slowed.getPauseBudget());
    order("c-pause", RolloutAction.PAUSE, null);
    order("c-resume", RolloutAction.RESUME, null);
    clean(20);
    harm(48, 10);
    assertEquals(RolloutState.PAUSED, decisions().getLast().getState());
    assertEquals(.5, decisions().getLast().getPauseBudget());
  }

  @Test
  void aPersonWins() {
    warmUp();
    rollOut(SHARE);
    clean(60);
    order("c-abort", RolloutAction.ABORT, null);
    harm(12);
    assertEquals(RolloutState.ABORTED, decisions().getLast().getState());
    order("c-again", RolloutAction.START, SHARE);
    harm(48, 10);
    assertEquals(RolloutState.PAUSED, decisions().getLast().getState());
    order("c-resume", RolloutAction.RESUME, null);
    clean(20);
    assertEquals(RolloutState.ROLLING_OUT, decisions().getLast().getState());
  }

  @Test
  void theStateSurvivesALossOfTheInstance() {
    rollOut(SHARE);
    clean(60);
    harm(2);
    driven().restart(RolloutTopology.EVIDENCE);
    assertTrue(
        driven().store(RolloutTopology.EVIDENCE).get("judge/" + NEW + "/core") != null,
        "the judge is there again");
  }

  @Test
  void runsOfAnUnknownReleaseAreCountedAndJudgeNobody() {
    rollOut(SHARE);
    for (int number = 0; number < 20; number++) {
      ran("w", "stray-" + number, "9.9.9", 1, VerdictAction.FINISH, true);
    }
    later();
    assertEquals(20, health("9.9.9").getRuns());
    assertEquals(RolloutState.UNKNOWN, health("9.9.9").getState());
    assertEquals(1, decisions().size(), "only the start");
  }

  @Test
  void aRunOfWhichNobodyKnowsTheVersionSaysNothing() {
    rollOut(SHARE);
    ran("w", "stray", "null", 1, VerdictAction.FINISH, true);
    clean(10);
    later();
    assertEquals(List.of(OLD, NEW), List.copyOf(healths().keySet()).stream().sorted().toList());
  }

  @Test
  void aVersionThatGoesBackwardsIsARolloutLikeAnyOther() {
    register("3.5.6");
    rollOut(SHARE);
    send("c-back", "3.5.6", RolloutAction.START, .1);
    RolloutDecision started = decisions().getLast();
    assertEquals("3.5.6", started.getVersion());
    assertEquals(OLD, started.getStableBefore());
  }

  @Test
  void aReleaseThatIsRegisteredAgainGoesOnWhereItWas() {
    rollOut(SHARE);
    clean(60);
    harm(3);
    double before = health(NEW).getWealth();
    register(NEW);
    later();
    assertTrue(before > 1);
    assertEquals(before, health(NEW).getWealth(), 1e-9);
  }

  @Test
  void aShareSetByHandIsAWaveOfItsOwn() {
    rollOut(SHARE);
    clean(20);
    order("c-advance", RolloutAction.ADVANCE, .6);
    later();
    assertEquals(.6, decisions().getLast().getShare());
    cleanOn(.6, 200);
    assertEquals(3, health(NEW).getWaves().size(), "the control and two waves");
  }

  @Test
  void aClockThatIsAheadMovesNobodysTime() {
    rollOut(SHARE);
    Instant honest = now;
    RunVerdict early = verdict("w", "early", OLD, 1, VerdictAction.FINISH, true);
    early.setDecidedAt(now.plus(Duration.ofDays(400)));
    driven().in(Topics.RUN_VERDICTS).pipeInput(early.getFingerprint(), early, honest);
    clean(30);
    later();
    assertTrue(health(OLD).getRuns() > 20);
    assertTrue(
        health(OLD).getAt().isBefore(honest.plus(Duration.ofHours(1))), health(OLD).toString());
  }

  @Test
  void aFactThatComesLateCountsWhenItComes() {
    rollOut(SHARE);
    clean(30);
    later();
    long before = health(OLD).getRuns();
    RunVerdict late = verdict("w", "late", OLD, 1, VerdictAction.FINISH, true);
    late.setDecidedAt(now.minus(Duration.ofDays(3)));
    driven().in(Topics.RUN_VERDICTS).pipeInput(late.getFingerprint(), late, now);
    later();
    assertTrue(health(OLD).getRuns() > before);
  }

  @Test
  void aFleetOfOneWorkloadIsTriedAtOnce() {
    register(OLD);
    register(NEW);
    send("c-promote", OLD, RolloutAction.PROMOTE, null);
    ran("w", "only", OLD, 1, VerdictAction.FINISH, true);
    quiet();
    order("c-start", RolloutAction.START, null);
    assertEquals(.003, decisions().getLast().getShare());
    quiet();
    assertEquals(1, decisions().getLast().getShare());
  }

  @Test
  void noTrafficForDaysIsNoHealth() {
    rollOut(null);
    int before = decisions().size();
    now = now.plus(Duration.ofDays(3));
    driven().timePasses(Duration.ofHours(2));
    later();
    assertTrue(decisions().size() <= before + 1, "at most the first wave");
    assertNull(health(NEW).getJudgement());
    assertNull(health(NEW).getSuccessRate());
  }

  @Test
  void aFloodFromOneWorkspaceNeitherPausesNorHidesAnything() {
    warmUp();
    rollOut(SHARE);
    clean(60);
    for (int number = 0; number < 6_000; number++) {
      now = now.minusMillis(99);
      ran(
          "flood",
          "flood-" + number % 50,
          version("flood", "flood-" + number % 50),
          1,
          VerdictAction.FINISH,
          true);
    }
    later();
    assertEquals(1, decisions().size());
    assertTrue(health(OLD).getRuns() + health(NEW).getRuns() > 6_000);
    harm(12);
    assertEquals(RolloutState.PAUSED, decisions().getLast().getState());
  }

  /** Everybody is on the release: only where the lots sent the retries can tell. */
  @Test
  void drawnRetriesPauseARolloutThatHasReachedTheWholeFleet() {
    warmUp();
    rollOut(1.0);
    for (int number = 0; number < 60; number++) {
      String workspace = "w" + number % 10;
      String workload = "harmed-" + number;
      boolean same = number % 2 == 0;
      drawn(
          workspace, workload, 1, same ? VerdictAction.RETRY_SAME : VerdictAction.RETRY_LAST_GOOD);
      if (same) {
        ran(workspace, workload, NEW, 2, VerdictAction.RETRY_LAST_GOOD, false);
      }
      ran(workspace, workload, OLD, same ? 3 : 2, VerdictAction.FINISH, true);
    }
    later();
    RolloutDecision paused = decisions().getLast();
    assertEquals(RolloutState.PAUSED, paused.getState());
    assertTrue(
        paused.getEvidence().stream().anyMatch(bet -> bet.getKind().equals("failed again")),
        paused.toString());
  }

  private void drawn(String workspace, String workload, int attempt, VerdictAction action) {
    now = now.plusMillis(100);
    RunVerdict verdict = verdict(workspace, workload, NEW, attempt, action, false);
    verdict.setRetryProbability(.5);
    driven().in(Topics.RUN_VERDICTS).pipeInput(verdict.getFingerprint(), verdict, now);
  }

  /** Nothing fails: pins for what takes longer or more memory are the evidence. */
  @Test
  void pinsForPerformanceSlowARolloutAndManyMorePauseIt() {
    warmUp();
    rollOut(null);
    slower(0, 12, 200);
    clean(60);
    assertEquals(RolloutJudgement.SLOW, decisions().getLast().getJudgement());
    assertEquals(12, health(NEW).getActivePins());
    slower(12, 3, 1e6);
    later();
    assertEquals(RolloutState.PAUSED, decisions().getLast().getState());
  }

  private void slower(int first, int workloads, double evidence) {
    for (int number = first; number < first + workloads; number++) {
      now = now.plusMillis(100);
      PinEvent event = SlowerWorkload.number(number).pinned(evidence, now);
      driven().in(Topics.PIN_EVENTS).pipeInput(event.getPin().getFingerprint(), event, now);
    }
  }

  @Test
  void whatCannotBeUsedIsSetAside() {
    RunVerdict verdict = verdict("w", "x", OLD, 1, VerdictAction.FINISH, true);
    assertThrows(
        StreamsException.class,
        () -> driven().in(Topics.RUN_VERDICTS).pipeInput("another", verdict, now));
  }

  /** A hundred workloads of which it is known that they hardly ever fail. */
  private void warmUp() {
    for (int run = 0; run < 20; run++) {
      for (int number = 0; number < 100; number++) {
        ran("w" + number % 10, "harmed-" + number, OLD, 1, VerdictAction.FINISH, true);
      }
    }
    later();
  }

  private void rollOut(@Nullable Double share) {
    register(OLD);
    register(NEW);
    start(share);
  }

  private void start(@Nullable Double share) {
    send("c-promote", OLD, RolloutAction.PROMOTE, null);
    order("c-start", RolloutAction.START, share);
    decided.clear();
    decided.addAll(read().stream().filter(one -> one.getVersion().equals(NEW)).toList());
  }

  private final List<RolloutDecision> decided = new ArrayList<>();
  private final Map<String, VersionHealth> told = new LinkedHashMap<>();

  private List<RolloutDecision> decisions() {
    decided.addAll(read());
    return decided;
  }

  private List<RolloutDecision> read() {
    return driven().out(Topics.ROLLOUT_DECISIONS).readValuesToList();
  }

  private Map<String, VersionHealth> healths() {
    driven()
        .out(Topics.VERSION_HEALTH)
        .readKeyValuesToList()
        .forEach(entry -> told.put(entry.key, entry.value));
    return told;
  }

  private VersionHealth health(String version) {
    VersionHealth found = healths().get(version);
    if (found == null) {
      throw new AssertionError("nothing was told of " + version + ", but of " + told.keySet());
    }
    return found;
  }

  private void clean(int workloads) {
    for (int number = 0; number < workloads; number++) {
      String workspace = "w" + number % 10;
      ran(
          workspace,
          "clean-" + number,
          version(workspace, "clean-" + number),
          1,
          VerdictAction.FINISH,
          true);
    }
    later();
  }

  /** Runs of new workloads, on the release as far as a share admits them. */
  private void cleanOn(double share, int workloads) {
    for (int number = 0; number < workloads; number++) {
      boolean admitted =
          WaveHash.admitted(fingerprint("w1", "more-" + number), new EngineVersion(NEW), share);
      ran("w1", "more-" + number, admitted ? NEW : OLD, 1, VerdictAction.FINISH, true);
    }
    later();
  }

  private void harm(int workloads) {
    harm(0, workloads);
  }

  /** So many workloads of the wave fail on the release and succeed at once on the old version. */
  private void harm(int first, int workloads) {
    int harmed = 0;
    for (int number = first; harmed < workloads; number++) {
      String workspace = "w" + number % 10;
      String workload = "harmed-" + number;
      if (version(workspace, workload).equals(NEW)) {
        ran(workspace, workload, NEW, 1, VerdictAction.RETRY_LAST_GOOD, false);
        ran(workspace, workload, OLD, 2, VerdictAction.FINISH, true);
        harmed++;
      }
    }
    later();
  }

  /** Somebody runs later: by it the judges know that what was before has happened. */
  private void later() {
    for (int minute = 0; minute < 3; minute++) {
      now = now.plusSeconds(60);
      ran("w0", "later", OLD, 1, VerdictAction.FINISH, true);
    }
  }

  /** Time goes by on the wall: nobody runs. */
  private void quiet() {
    driven().timePasses(Duration.between(driven().now(), now).plusSeconds(120));
    now = now.plusSeconds(120);
  }

  private static String version(String workspace, String workload) {
    return WaveHash.admitted(fingerprint(workspace, workload), new EngineVersion(NEW), SHARE)
        ? NEW
        : OLD;
  }

  private static Fingerprint fingerprint(String workspace, String workload) {
    return Fingerprint.ofExplicitId(new WorkspaceId(workspace), new WorkloadId(workload));
  }

  private void ran(
      String workspace,
      String workload,
      String version,
      int attempt,
      VerdictAction action,
      boolean succeeded) {
    now = now.plusMillis(100);
    RunVerdict verdict = verdict(workspace, workload, version, attempt, action, succeeded);
    driven().in(Topics.RUN_VERDICTS).pipeInput(verdict.getFingerprint(), verdict, now);
  }

  private RunVerdict verdict(
      String workspace,
      String workload,
      String version,
      int attempt,
      VerdictAction action,
      boolean succeeded) {
    runs += attempt == 1 ? 1 : 0;
    return RunVerdict.newBuilder()
        .setDecisionId("verdict-" + runs + "-" + attempt)
        .setWorkspace(workspace)
        .setWorkload(workload)
        .setFingerprint(fingerprint(workspace, workload).value())
        .setRunId("run-" + runs)
        .setAttempt(attempt)
        .setEngineVersion(version)
        .setAction(action)
        .setSucceeded(succeeded)
        .setSuspect(!succeeded)
        .setRuleVersion("test")
        .setDecidedAt(now)
        .build();
  }

  private void register(String version) {
    register(version, null);
  }

  private void register(String version, @Nullable Double pauseBudget) {
    Release.Builder release = Release.newBuilder().setVersion(version).setEngine(version);
    release.setPauseBudget(pauseBudget).setRegisteredBy("alice").setRegisteredAt(now);
    driven().in(Topics.RELEASES).pipeInput(version, release.build(), now);
  }

  private void order(String id, RolloutAction action, @Nullable Double share) {
    send(id, NEW, action, share);
  }

  private void send(String id, String version, RolloutAction action, @Nullable Double share) {
    RolloutCommand command =
        RolloutCommand.newBuilder()
            .setCommandId(id)
            .setVersion(version)
            .setAction(action)
            .setShare(share)
            .setActor("alice")
            .setReason("test")
            .setAt(now)
            .build();
    driven().in(Topics.ROLLOUT_COMMANDS).pipeInput(version, command, now);
  }
}
