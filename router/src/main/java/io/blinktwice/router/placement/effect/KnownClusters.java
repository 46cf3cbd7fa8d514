package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterScheduling;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.placement.decision.ClusterTraits;
import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clusters that were told of, as far as boards do not know them: version, process, pool. */
final class KnownClusters {
  /** What pools are called where nobody named them. */
  static final String LOCAL = "local";

  private final Map<String, Known> clusters = new HashMap<>();
  private final Map<EngineVersion, String> pools = new HashMap<>();
  private final Set<String> idle = new HashSet<>();

  /** A cluster that is on the board of its version. */
  record Known(EngineVersion version, String incarnation, @Nullable String pool, boolean open) {}

  Optional<Known> get(String cluster) {
    return Optional.ofNullable(clusters.get(cluster));
  }

  void put(Cluster cluster, @Nullable ClusterLifecycle record, boolean open) {
    String pool = record == null ? null : record.getPool();
    clusters.put(cluster.id(), new Known(cluster.version(), cluster.incarnation(), pool, open));
    if (pool != null) {
      pools.put(cluster.version(), pool);
    }
  }

  /** It says so itself. */
  void reported(String cluster, boolean nothingRuns) {
    if (nothingRuns) {
      idle.add(cluster);
    } else {
      idle.remove(cluster);
    }
  }

  boolean isIdle(String cluster) {
    return idle.contains(cluster);
  }

  Optional<Known> remove(String cluster) {
    idle.remove(cluster);
    return Optional.ofNullable(clusters.remove(cluster));
  }

  boolean has(EngineVersion version) {
    return clusters.values().stream().anyMatch(known -> known.version().equals(version));
  }

  /** Clusters of a version that take new work. */
  long open(EngineVersion version) {
    return clusters.values().stream()
        .filter(known -> known.open() && known.version().equals(version))
        .count();
  }

  String poolOf(EngineVersion version) {
    return pools.getOrDefault(version, LOCAL);
  }

  /** It is cold for as long as it has been heard of here: servers' clocks are not read. */
  static ClusterTraits traits(Cluster cluster, @Nullable ClusterLifecycle record, double now) {
    Integer cores = record == null ? null : record.getCores();
    return new ClusterTraits(
        cluster.id(),
        cores == null ? 1 : cores,
        record != null && record.getScheduling() == ClusterScheduling.FAIR
            ? Discipline.FAIR
            : Discipline.FIFO,
        record == null ? null : record.getWorkspace(),
        now,
        cluster.size(),
        cluster.memoryBytes());
  }
}
