package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormerClustersTest {
  private static final EngineVersion VERSION = new EngineVersion("3.5.7");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void whatAFormerLifeLeftIsGone() {
    FormerClusters former =
        FormerClusters.among(List.of(known("local/3.5.7/a", false, 1)), "local", NOW);
    assertEquals(
        List.of(ClusterEvent.Gone.unseen(new Cluster("local/3.5.7/a", VERSION, null, null))),
        former.ended());
    assertEquals(List.of(), former.forgotten());
  }

  @Test
  void clustersOfAnotherPoolAreLeftAlone() {
    FormerClusters former =
        FormerClusters.among(
            List.of(known("local-2/3.5.7/a", false, 1), known("other/3.5.7/a", true, 30)),
            "local",
            NOW);
    assertEquals(new FormerClusters(List.of(), List.of()), former);
  }

  @Test
  void whatIsGoneIsForgottenWhenNobodyAsksAnyMore() {
    FormerClusters former =
        FormerClusters.among(
            List.of(known("local/3.5.7/a", true, 6), known("local/3.5.7/b", true, 8)),
            "local",
            NOW);
    assertEquals(new FormerClusters(List.of(), List.of("local/3.5.7/b")), former);
  }

  private static FormerClusters.Known known(String cluster, boolean gone, int daysAgo) {
    return new FormerClusters.Known(
        new Cluster(cluster, VERSION, null, null), gone, NOW.minus(Duration.ofDays(daysAgo)));
  }
}
