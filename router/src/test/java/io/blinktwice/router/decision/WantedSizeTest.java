package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.EngineVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WantedSizeTest {
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private static final long MB = 1L << 20;

  private final List<Cluster> clusters =
      List.of(sized("a", "small", 512), sized("b", "large", 2048), sized("c", "large", 2048));

  @Test
  void theSizeThatWasAskedForThenALargerOneThenWhatThereIs() {
    assertEquals(List.of("a"), suited(new WantedSize("small", 512 * MB, false)));
    assertEquals(List.of("b", "c"), suited(new WantedSize("medium", 1024 * MB, false)));
    assertEquals(List.of("a", "b", "c"), suited(new WantedSize("xlarge", 4096 * MB, false)));
    assertEquals(List.of("b", "c"), suited(new WantedSize(null, 1024 * MB, false)));
    assertEquals(List.of("a", "b", "c"), suited(null));
  }

  private List<String> suited(@Nullable WantedSize wanted) {
    return WantedSize.suited(clusters, NEW, wanted).stream().map(Cluster::id).toList();
  }

  private static Cluster sized(String id, String size, long megabytes) {
    return new Cluster(id, NEW, Cluster.Phase.READY, "127.0.0.1:1", "1", size, megabytes * MB);
  }
}
