package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses where a new session lives: the fewest of our own sessions, then the smallest id. */
public final class ClusterChoice {
  private ClusterChoice() {}

  public static Optional<Cluster> choose(
      Collection<Cluster> clusters, EngineVersion version, Map<String, Integer> sessions) {
    return clusters.stream()
        .filter(cluster -> cluster.accepts(version))
        .min(
            Comparator.<Cluster>comparingInt(cluster -> sessions.getOrDefault(cluster.id(), 0))
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
