package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.decision.Cluster.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterChoiceTest {
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private static final EngineVersion OLD = new EngineVersion("3.5.7");

  @Test
  void thePreferredOneThenTheSmallestId() {
    List<Cluster> clusters =
        List.of(
            cluster("c", NEW, Phase.READY), cluster("b", NEW, Phase.READY),
            cluster("a", NEW, Phase.READY), cluster("0", OLD, Phase.READY));
    assertEquals("a", chosen(clusters, List.of()));
    assertEquals("b", chosen(clusters, List.of("b")));
    assertEquals("c", chosen(clusters, List.of("gone", "0", "c", "b")));
  }

  @Test
  void onlyReadyClustersOfTheVersionCount() {
    List<Cluster> clusters =
        List.of(
            cluster("a", NEW, Phase.COMING),
            cluster("b", NEW, Phase.DRAINING),
            cluster("c", OLD, Phase.READY));
    assertTrue(ClusterChoice.choose(clusters, NEW, List.of()).isEmpty());
    assertEquals(
        "there is c on 3.5.7 (READY), a on 4.2.0 (COMING), b on 4.2.0 (DRAINING)",
        ClusterChoice.whatThereIs(clusters));
    assertEquals("there is no cluster at all", ClusterChoice.whatThereIs(List.of()));
  }

  private static String chosen(List<Cluster> clusters, List<String> preferred) {
    return ClusterChoice.choose(clusters, NEW, preferred).orElseThrow().id();
  }

  private static Cluster cluster(String id, EngineVersion version, Phase phase) {
    return new Cluster(id, version, phase, "127.0.0.1:1", "1");
  }
}
