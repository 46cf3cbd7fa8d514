package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses where a session goes that has to move, and says what there is to choose from. */
public final class ClusterChoice {
  private ClusterChoice() {}

  /**
   * The first of those preferred that can take it; of the others, the smallest id.
   *
   * @param preferred best first
   */
  public static Optional<Cluster> choose(
      Collection<Cluster> clusters, EngineVersion version, List<String> preferred) {
    return clusters.stream()
        .filter(cluster -> cluster.accepts(version))
        .min(
            Comparator.<Cluster>comparingInt(
                    cluster -> Math.floorMod(preferred.indexOf(cluster.id()), Integer.MAX_VALUE))
                .thenComparing(Cluster::id));
  }

  /** What there is instead, for the person whose session found no cluster. */
  public static String whatThereIs(Collection<Cluster> clusters) {
    String present =
        clusters.stream()
            .filter(cluster -> cluster.phase() != Cluster.Phase.GONE)
            .sorted(Comparator.comparing(Cluster::version).thenComparing(Cluster::id))
            .map(c -> "%s on %s (%s)".formatted(c.id(), c.version(), c.phase()))
            .limit(20)
            .collect(Collectors.joining(", "));
    return present.isEmpty() ? "there is no cluster at all" : "there is " + present;
  }
}
