package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that an attempt should get, as resolve advises.
 *
 * @param name of a size class; absent where only the memory is known
 * @param memoryBytes of its server; 0 where only the name is known
 * @param alone whether it should have the cluster to itself
 */
public record WantedSize(@Nullable String name, long memoryBytes, boolean alone) {

  /** Those of the clusters that suit best among the ones that take new sessions of the version. */
  public static List<Cluster> suited(
      Collection<Cluster> clusters, EngineVersion version, @Nullable WantedSize wanted) {
    List<Cluster> open = clusters.stream().filter(each -> each.accepts(version)).toList();
    if (wanted == null) {
      return open;
    }
    int best = open.stream().mapToInt(wanted::misfit).min().orElse(0);
    return open.stream().filter(each -> wanted.misfit(each) == best).toList();
  }

  /** How well a cluster suits: 0 is what was asked for, 1 has more memory, 2 is the rest. */
  int misfit(Cluster cluster) {
    if (name != null && name.equals(cluster.size())) {
      return 0;
    }
    boolean enough = memoryBytes > 0 && cluster.memoryBytes() >= memoryBytes;
    return enough ? (name == null ? 0 : 1) : 2;
  }
}
