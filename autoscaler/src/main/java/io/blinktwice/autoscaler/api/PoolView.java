package io.blinktwice.autoscaler.api;

import io.blinktwice.autoscaler.vertical.decision.WorkloadNeeds;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.Pool;
import io.blinktwice.events.ScalingDecision;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pools as the committed topics tell of them, for answers over HTTP: what is wanted, how many
 * clusters there are, and the last decisions. Guarded by itself: views write on their threads.
 */
public final class PoolView {
  private static final int DECISIONS_KEPT = 20;
  private static final int MOST = 5_000;

  private final TreeMap<String, Pool> pools = new TreeMap<>();
  private final TreeMap<String, ClusterLifecycle> clusters = new TreeMap<>();
  private final TreeMap<String, Deque<ScalingDecision>> decisions = new TreeMap<>();
  private final TreeMap<String, ScalingDecision> newest = new TreeMap<>();

  public synchronized void pool(String name, @Nullable Pool pool) {
    if (pool == null) {
      pools.remove(name);
    } else if (pools.size() < MOST || pools.containsKey(name)) {
      pools.put(name, pool);
    }
  }

  public synchronized void cluster(String name, @Nullable ClusterLifecycle life) {
    if (life == null || life.getState() == ClusterState.GONE) {
      clusters.remove(name);
    } else {
      clusters.put(name, life);
    }
  }

  public synchronized void decided(ScalingDecision decision) {
    if (decisions.size() >= MOST && !decisions.containsKey(decision.getPool())) {
      return;
    }
    Deque<ScalingDecision> kept =
        decisions.computeIfAbsent(decision.getPool(), pool -> new ArrayDeque<>());
    kept.addFirst(decision);
    if (kept.size() > DECISIONS_KEPT) {
      kept.removeLast();
    }
    newest.put(
        decision.getPool() + "|" + decision.getEngineVersion() + "|" + decision.getSize(),
        decision);
    if (newest.size() > MOST) {
      newest.pollFirstEntry();
    }
  }

  /** Of all pools that somebody wants, that have clusters, or that were decided about. */
  synchronized List<String> names() {
    TreeSet<String> names = new TreeSet<>(pools.keySet());
    names.addAll(decisions.keySet());
    clusters.values().forEach(cluster -> names.add(poolOf(cluster)));
    return List.copyOf(names);
  }

  synchronized Optional<Pool> pool(String name) {
    return Optional.ofNullable(pools.get(name));
  }

  synchronized List<ClusterLifecycle> clustersOf(String pool) {
    return clusters.values().stream().filter(each -> poolOf(each).equals(pool)).toList();
  }

  /** Newest first. */
  synchronized List<ScalingDecision> decisionsOn(String pool) {
    Deque<ScalingDecision> kept = decisions.get(pool);
    return kept == null ? List.of() : List.copyOf(kept);
  }

  /** The newest on each group of clusters. */
  public synchronized List<ScalingDecision> decisions() {
    return List.copyOf(newest.values());
  }

  /** The ladder of workloads: the sizes of the first pool that has any, smallest first. */
  public synchronized List<WorkloadNeeds.Size> sizes() {
    return pools.values().stream()
        .filter(pool -> !pool.getSizes().isEmpty() && !pool.getRetired())
        .findFirst()
        .map(Pool::getSizes)
        .orElse(List.of())
        .stream()
        .map(
            size ->
                new WorkloadNeeds.Size(
                    size.getSize(), Math.max(1, size.getMemoryBytes()), size.getCores()))
        .sorted(Comparator.comparingDouble(WorkloadNeeds.Size::bytes))
        .toList();
  }

  private static String poolOf(ClusterLifecycle cluster) {
    String pool = cluster.getPool();
    if (pool != null) {
      return pool;
    }
    int end = cluster.getCluster().indexOf('/');
    return end < 0 ? cluster.getCluster() : cluster.getCluster().substring(0, end);
  }
}
