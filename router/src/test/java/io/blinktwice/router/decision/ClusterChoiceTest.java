package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.decision.Cluster.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterChoiceTest {
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private static final EngineVersion OLD = new EngineVersion("3.5.7");

  @Test
  void theFewestSessionsThenTheSmallestId() {
    List<Cluster> clusters =
        List.of(
            cluster("c", NEW, Phase.READY), cluster("b", NEW, Phase.READY),
            cluster("a", NEW, Phase.READY), cluster("0", OLD, Phase.READY));
    assertEquals("a", chosen(clusters, Map.of()));
    assertEquals("b", chosen(clusters, Map.of("a", 1)));
    assertEquals("c", chosen(clusters, Map.of("a", 2, "b", 2, "c", 1)));
  }

  @Test
  void onlyReadyClustersOfTheVersionCount() {
    List<Cluster> clusters =
        List.of(
            cluster("a", NEW, Phase.COMING),
            cluster("b", NEW, Phase.DRAINING),
            cluster("c", OLD, Phase.READY));
    assertTrue(ClusterChoice.choose(clusters, NEW, Map.of()).isEmpty());
    assertEquals(
        "there is c on 3.5.7 (READY), a on 4.2.0 (COMING), b on 4.2.0 (DRAINING)",
        ClusterChoice.whatThereIs(clusters));
    assertEquals("there is no cluster at all", ClusterChoice.whatThereIs(List.of()));
  }

  private static String chosen(List<Cluster> clusters, Map<String, Integer> sessions) {
    return ClusterChoice.choose(clusters, NEW, sessions).orElseThrow().id();
  }

  private static Cluster cluster(String id, EngineVersion version, Phase phase) {
    return new Cluster(id, version, phase, "127.0.0.1:1", "1");
  }
}
