package io.blinktwice.router.placement.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import io.blinktwice.router.placement.decision.Placement.Candidate;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.Placement.Verdict;
import io.blinktwice.router.placement.decision.UtilizationReport.Progress;
import io.blinktwice.router.placement.decision.Work.Restriction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacerTest {
  private static final double START = 1_800_000_000;

  private final Placer placer = new Placer(PlacementPolicy.ORDINARY);
  private double now = START;
  private int number;

  @Test
  void interactiveWorkKeepsAwayFromABatchJob() {
    join("a", 16);
    join("b", 16);
    Placement batch = placer.arrived(batch(10_000, 64), now);
    Placement quick = placer.arrived(interactive(16, 16), now);
    assertTrue(batch.placed());
    assertNotEquals(batch.cluster(), quick.cluster());
    assertEquals(1, quick.candidates().getFirst().score(), 0.01);
  }

  @Test
  void theLargerClusterIsWorthMoreToWideWork() {
    join("small", 8);
    join("large", 64);
    assertEquals("large", placer.arrived(interactive(100, 64), now).cluster());
  }

  @Test
  void firstComeServersAreNotSharedWithBatchWork() {
    placer.board().joined(new ClusterTraits("fifo", 64, Discipline.FIFO, null, 0), now);
    placer.board().joined(new ClusterTraits("fair", 16, Discipline.FAIR, null, 0), now);
    placer.board().placed(batch(10_000, 64), "fifo", 100, true, now);
    placer.board().placed(batch(10_000, 64), "fair", 100, true, now);
    assertEquals("fair", placer.arrived(interactive(4, 4), now).cluster());
  }

  @Test
  void batchWorkWaitsForAClusterThatIsFreeSoonAndGetsItThen() {
    join("a", 16);
    Work first = batch(160, 16);
    assertTrue(placer.arrived(first, now).placed());
    Placement second = placer.arrived(batch(160, 16), now);
    assertEquals(Verdict.WAITS, second.verdict());
    assertEquals(Rule.WAITING_IS_CHEAPER, second.reason().rule());
    now += 10;
    List<Placement> next = placer.ended(first.id(), "a", now);
    assertEquals(List.of(second.work()), next.stream().map(Placement::work).toList());
  }

  @Test
  void patienceEnds() {
    join("a", 16);
    placer.arrived(batch(1e6, 16), now);
    Placement waits = placer.arrived(batch(1e6, 16), now);
    assertEquals(Verdict.WAITS, waits.verdict());
    now += 2e6;
    assertEquals(1, placer.lookAgain(now).size());
  }

  @Test
  void theLineIsFairBetweenWorkspaces() {
    join("a", 16);
    join("b", 16);
    Work first = work("flood", Latency.BATCH, 30_000, 16, Restriction.NONE);
    Work second = work("flood", Latency.BATCH, 30_000, 16, Restriction.NONE);
    placer.board().placed(first, "a", 1, true, now);
    placer.board().placed(second, "b", 1, true, now);
    for (int i = 0; i < 50; i++) {
      placer.arrived(work("flood", Latency.BATCH, 300, 16, Restriction.NONE), now);
    }
    placer.arrived(work("other", Latency.BATCH, 300, 16, Restriction.NONE), now);
    List<Placement> next = placer.ended(second.id(), "b", now);
    assertEquals("other", next.getFirst().work().workspace());
  }

  @Test
  void aWorkspaceThatWaitsForTooMuchIsTold() {
    join("a", 16);
    Placement last = placer.arrived(batch(1e6, 16), now);
    for (int i = 0; i <= PlacementPolicy.ORDINARY.line().perWorkspace(); i++) {
      last = placer.arrived(batch(1e6, 16), now);
    }
    assertEquals(Verdict.REFUSED, last.verdict());
    assertEquals(Rule.WORKSPACE_WAITS_FOR_TOO_MUCH, last.reason().rule());
    assertTrue(last.reason().sentence().contains("ask again later"));
  }

  @Test
  void clustersOfAWorkspaceAreItsOwn() {
    placer.board().joined(new ClusterTraits("mine", 64, Discipline.FAIR, "me", 0), now);
    join("shared", 4);
    Work other = work("other", Latency.INTERACTIVE, 100, 64, Restriction.NONE);
    Placement placed = placer.arrived(other, now);
    assertEquals("shared", placed.cluster());
    assertEquals(Rule.OWNED_BY_ANOTHER_WORKSPACE, candidate(placed, "mine").excludedBy());
    Work mine =
        work("me", Latency.INTERACTIVE, 100, 64, new Restriction(null, true, null, 0, null));
    assertEquals("mine", placer.arrived(mine, now).cluster());
  }

  @Test
  void strictIsolationWaitsRatherThanShares() {
    join("shared", 64);
    Work strict = work("me", Latency.INTERACTIVE, 1, 1, new Restriction(null, true, null, 0, null));
    Placement placed = placer.arrived(strict, now);
    assertEquals(Verdict.WAITS, placed.verdict());
    assertEquals(Rule.STRICT_ISOLATION, placed.reason().rule());
  }

  @Test
  void whatIsAskedForByNameIsGivenOrRefused() {
    join("a", 4);
    join("b", 64);
    Work there = work("w", Latency.INTERACTIVE, 10, 8, Restriction.to("a"));
    assertEquals("a", placer.arrived(there, now).cluster());
    Work nowhere = work("w", Latency.INTERACTIVE, 10, 8, Restriction.to("nowhere"));
    assertEquals(Rule.NO_SUCH_CLUSTER, placer.arrived(nowhere, now).reason().rule());
  }

  @Test
  void whenEveryClusterIsGoneWorkWaitsUntilOneComes() {
    join("a", 8);
    placer.board().left("a", now);
    Placement waits = placer.arrived(interactive(1, 1), now);
    assertEquals(Rule.NO_CLUSTER, waits.reason().rule());
    assertNull(waits.cluster());
    join("b", 8);
    assertEquals("b", placer.lookAgain(now).getFirst().cluster());
  }

  @Test
  void aDrainingClusterGetsNothingNew() {
    join("a", 64);
    join("b", 4);
    placer.board().closed("a");
    assertEquals("b", placer.arrived(interactive(10, 8), now).cluster());
  }

  @Test
  void onAStaleViewTheChoiceIsSpreadByHash() {
    for (int i = 0; i < 8; i++) {
      join("c" + i, 16);
    }
    now += 60;
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Placement placed = placer.arrived(interactive(1, 1), now);
      assertEquals(Rule.TWO_CHOICES_ON_A_STALE_VIEW, placed.reason().rule());
      assertTrue(placed.candidates().size() <= 2);
      assertEquals(60, placed.viewAgeSeconds(), 0.001);
      used.add(String.valueOf(placed.cluster()));
    }
    assertTrue(used.size() >= 6, used::toString);
  }

  @Test
  void aRunawayIsNoticedWithinTenSecondsAndLeftAlone() {
    join("a", 16);
    join("b", 16);
    Work runaway = interactive(8, 16);
    String where = String.valueOf(placer.arrived(runaway, now).cluster());
    double began = now;
    while (placer.board().overruns(now).isEmpty()) {
      now += 1;
      assertTrue(now - began <= 10);
    }
    placer.board().heardOthers(now);
    for (int i = 0; i < 20; i++) {
      Placement placed = placer.arrived(interactive(0.1, 1), now);
      assertNotEquals(where, placed.cluster());
      assertEquals(Rule.HAS_A_RUNAWAY, candidate(placed, where).excludedBy());
    }
  }

  @Test
  void whatNeedsMemoryGoesWhereThereIsEnoughHoweverBusyThatIs() {
    join("small", 64, 512);
    join("large", 4, 2048);
    for (int i = 0; i < 8; i++) {
      placer.board().placed(interactive(1000, 8), "large", 1, true, now);
    }
    Placement placed = placer.arrived(wanting(new WantedSize("medium", 1024, false)), now);
    assertEquals("large", placed.cluster());
    assertEquals(Rule.ANOTHER_SIZE_SUITS_BETTER, candidate(placed, "small").excludedBy());
  }

  @Test
  void whereNoClusterHasEnoughMemoryAnyIsTaken() {
    join("small", 4, 512);
    assertEquals(
        "small", placer.arrived(wanting(new WantedSize("large", 2048, false)), now).cluster());
  }

  @Test
  void aLargeClusterIsFoundAmongAThousandSmallOnes() {
    for (int i = 0; i < 1000; i++) {
      join("c" + i, 16, i == 777 ? 2048 : 512);
    }
    placer.board().placed(interactive(1e4, 16), "c777", 1, true, now);
    assertEquals(
        "c777", placer.arrived(wanting(new WantedSize("large", 2048, false)), now).cluster());
  }

  @Test
  void whatIsTriedAloneGetsAnEmptyClusterAndKeepsItToItself() {
    join("wide", 64, 512);
    join("narrow", 2, 512);
    placer.board().placed(interactive(1, 1), "wide", 1, true, now);
    Work loner = wanting(new WantedSize("small", 512, true));
    assertEquals("narrow", placer.arrived(loner, now).cluster());
    for (int i = 0; i < 200; i++) {
      Placement other = placer.arrived(interactive(100, 64), now);
      assertEquals("wide", other.cluster());
      assertEquals(Rule.RUNS_ONE_ALONE, candidate(other, "narrow").excludedBy());
    }
    placer.ended(loner.id(), "narrow", now);
    assertEquals("narrow", placer.arrived(interactive(1, 1), now).cluster());
  }

  @Test
  void whereEveryClusterHasNeighboursItIsTriedBesideThem() {
    join("a", 4, 512);
    placer.board().placed(interactive(1, 1), "a", 1, true, now);
    assertEquals("a", placer.arrived(wanting(new WantedSize("small", 512, true)), now).cluster());
    assertEquals("a", placer.arrived(interactive(1, 1), now).cluster());
  }

  @Test
  void whatWaitsForMemoryDoesNotTakeTheFirstClusterThatIsFree() {
    join("small", 16, 512);
    join("large", 16, 2048);
    Work small = batch(160, 16);
    Work large = batch(1600, 16);
    placer.board().placed(small, "small", 10, true, now);
    placer.board().placed(large, "large", 100, true, now);
    Work wants = work("w", Latency.BATCH, 160, 16, wanted(new WantedSize("large", 2048, false)));
    assertEquals(Verdict.WAITS, placer.arrived(wants, now).verdict());
    assertEquals(List.of(), placer.ended(small.id(), "small", now));
    List<Placement> next = placer.ended(large.id(), "large", now);
    assertEquals(List.of("large"), next.stream().map(Placement::cluster).toList());
  }

  private static Restriction wanted(WantedSize size) {
    return Restriction.NONE.wanting(size);
  }

  private Work wanting(WantedSize size) {
    return work("w", Latency.INTERACTIVE, 1, 1, wanted(size));
  }

  private void join(String id, int cores, long memory) {
    String size = memory > 1024 ? "large" : "small";
    placer
        .board()
        .joined(new ClusterTraits(id, cores, Discipline.FAIR, null, 0, size, memory), now);
  }

  // Bad input.

  @Test
  void reportsOfUnknownClustersChangeNothing() {
    placer.board().reported(new UtilizationReport("ghost", 1, 8, 3, List.of()), now);
    assertEquals(0, placer.board().size());
  }

  @Test
  void absurdNumbersAreCutToWhatCanBe() {
    placer.board().joined(new ClusterTraits("a", -5, Discipline.FAIR, null, Double.NaN), now);
    Progress absurd = new Progress("x", Double.NaN);
    placer
        .board()
        .reported(new UtilizationReport("a", 1, -1, Integer.MAX_VALUE, List.of(absurd)), now);
    placer.board().reported(new UtilizationReport("a", 2, 1, -7, List.of()), now);
    Size size = new Size(Double.NaN, -1, Double.POSITIVE_INFINITY, Size.Source.PRIOR);
    Work work = new Work("w", "w", Latency.INTERACTIVE, size, Restriction.NONE);
    Placement placed = placer.arrived(work, now);
    assertTrue(placed.placed());
    assertTrue(Double.isFinite(placed.candidates().getFirst().score()));
  }

  @Test
  void anOlderReportDoesNotComeBack() {
    join("a", 8);
    placer.board().reported(new UtilizationReport("a", 9, 8, 1, listed("x")), now);
    placer.board().reported(new UtilizationReport("a", 3, 8, 2, listed("x", "y")), now);
    assertEquals(1, placer.board().strangers());
  }

  @Test
  void aClusterThatClaimsToBeIdleKeepsTheWorkThatWasPlacedHere() {
    join("liar", 16);
    join("honest", 16);
    for (int i = 0; i < 4; i++) {
      placer.board().placed(interactive(1e4, 16), "liar", 1, true, now);
    }
    for (int i = 1; i <= 10; i++) {
      now += 1;
      placer.board().reported(new UtilizationReport("liar", i, 16, 0, List.of()), now);
      placer.board().reported(new UtilizationReport("honest", i, 16, 0, List.of()), now);
    }
    assertEquals("honest", placer.arrived(interactive(16, 16), now).cluster());
  }

  @Test
  void whatAnotherGatewayPlacedIsForgottenOnceItsServerNoLongerKnowsIt() {
    join("a", 16);
    placer.board().placed(interactive(1e4, 16), "a", 1, false, now);
    for (int i = 1; i <= 3; i++) {
      now += 1;
      placer.board().reported(new UtilizationReport("a", i, 16, 0, List.of()), now);
    }
    assertEquals(1, placer.arrived(interactive(16, 16), now).candidates().getFirst().score(), 0.01);
  }

  @Test
  void workThatNobodyPlacedCounts() {
    join("busy", 16);
    join("idle", 16);
    placer
        .board()
        .reported(new UtilizationReport("busy", 1, 16, 4, listed("1", "2", "3", "4")), now);
    placer.board().reported(new UtilizationReport("idle", 1, 16, 0, List.of()), now);
    assertEquals("idle", placer.arrived(interactive(16, 16), now).cluster());
  }

  @Test
  void aFloodOfClustersAndOfWorkIsBounded() {
    for (int i = 0; i < ClusterBoard.MOST_CLUSTERS + 100; i++) {
      join("c" + i, 1);
    }
    assertEquals(ClusterBoard.MOST_CLUSTERS, placer.board().size());
    for (int i = 0; i < 5_000; i++) {
      placer.board().placed(interactive(1, 1), "c0", 1, false, now);
    }
    assertTrue(placer.arrived(interactive(1, 1), now).placed());
  }

  @Test
  void timeThatGoesBackDoesNoHarm() {
    join("a", 8);
    placer.arrived(interactive(10, 8), now);
    now -= 300;
    assertTrue(placer.arrived(interactive(10, 8), now).placed());
  }

  // Properties.

  @Test
  void theSameInputsGiveTheSameDecisions() {
    for (long seed = 1; seed <= 20; seed++) {
      assertEquals(story(seed), story(seed), "seed " + seed);
    }
  }

  @Test
  void nothingIsLostOrPlacedTwice() {
    for (long seed = 1; seed <= 50; seed++) {
      Map<String, Integer> placed = new HashMap<>();
      for (Placement each : story(seed)) {
        if (each.placed()) {
          placed.merge(each.work().id(), 1, Integer::sum);
        }
      }
      long seen = seed;
      placed.forEach((work, times) -> assertEquals(1, times, work + ", seed " + seen));
      assertEquals(200, placed.size(), "seed " + seed);
    }
  }

  /** Random work on clusters that come and drain, until all of it was placed. */
  private static List<Placement> story(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Placer placer = new Placer(PlacementPolicy.ORDINARY);
    List<Placement> decided = new ArrayList<>();
    List<Placement> running = new ArrayList<>();
    double now = START;
    for (int i = 0; i < 6; i++) {
      placer
          .board()
          .joined(new ClusterTraits("c" + i, 4 << i % 3, Discipline.FAIR, null, now), now);
    }
    for (int i = 0; i < 200; i++) {
      now += random.nextDouble();
      placer.board().heardOthers(now);
      double size = Math.exp(6 * random.nextDouble());
      Latency latency = random.nextInt(4) == 0 ? Latency.BATCH : Latency.INTERACTIVE;
      Size predicted = new Size(size, 2 * size, 1 + random.nextInt(32), Size.Source.MODEL);
      Work work = new Work("w" + i, "s" + i % 3, latency, predicted, Restriction.NONE);
      note(placer.arrived(work, now), decided, running);
      if (i == 100) {
        placer.board().closed("c0");
      }
      if (!running.isEmpty() && random.nextBoolean()) {
        end(placer, now, decided, running, random);
      }
    }
    while (!running.isEmpty() || !placer.waiting().isEmpty()) {
      now += 10;
      placer.board().heardOthers(now);
      if (!running.isEmpty()) {
        end(placer, now, decided, running, random);
      }
      placer.lookAgain(now).forEach(each -> note(each, decided, running));
    }
    return decided;
  }

  private static void end(
      Placer placer,
      double now,
      List<Placement> decided,
      List<Placement> running,
      SplittableRandom random) {
    Placement over = running.remove(random.nextInt(running.size()));
    placer
        .ended(over.work().id(), String.valueOf(over.cluster()), now)
        .forEach(each -> note(each, decided, running));
  }

  private static void note(Placement each, List<Placement> decided, List<Placement> running) {
    decided.add(each);
    if (each.placed()) {
      running.add(each);
    }
  }

  @Test
  void amongAThousandClustersTheIndexFindsAnIdleOne() {
    for (int i = 0; i < 1000; i++) {
      join("c" + i, 16);
    }
    for (int i = 0; i < 999; i++) {
      placer.board().placed(interactive(1e4, 16), "c" + i, 1, true, now);
    }
    Placement placed = placer.arrived(interactive(16, 16), now);
    assertEquals("c999", placed.cluster());
    assertFalse(placed.candidates().size() > PlacementPolicy.ORDINARY.candidates());
  }

  private static List<Progress> listed(String... operations) {
    return List.of(operations).stream().map(each -> new Progress(each, 1)).toList();
  }

  private static Candidate candidate(Placement placement, @Nullable String cluster) {
    return placement.candidates().stream()
        .filter(each -> each.cluster().equals(cluster))
        .findFirst()
        .orElseThrow();
  }

  private void join(String id, int cores) {
    placer.board().joined(new ClusterTraits(id, cores, Discipline.FAIR, null, 0), now);
  }

  private Work interactive(double coreSeconds, double parallelism) {
    return work("w", Latency.INTERACTIVE, coreSeconds, parallelism, Restriction.NONE);
  }

  private Work batch(double coreSeconds, double parallelism) {
    return work("w", Latency.BATCH, coreSeconds, parallelism, Restriction.NONE);
  }

  private Work work(
      String workspace, Latency latency, double coreSeconds, double width, Restriction where) {
    Size size = new Size(coreSeconds, 2 * coreSeconds, width, Size.Source.HISTORY);
    return new Work("work-" + number++, workspace, latency, size, where);
  }
}
