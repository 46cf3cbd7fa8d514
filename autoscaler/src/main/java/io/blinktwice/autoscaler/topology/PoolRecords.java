package io.blinktwice.autoscaler.topology;

import io.blinktwice.autoscaler.pools.decision.KnownCluster;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.Group;
import io.blinktwice.autoscaler.pools.decision.WaitingWork;
import io.blinktwice.autoscaler.pools.decision.WantedPool;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.DemandClass;
import io.blinktwice.events.LatencyProfile;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.Pool;
import io.blinktwice.events.PoolMode;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records of pools and clusters as the decision knows them; absurd figures end here. */
final class PoolRecords {
  private static final int MOST_CORES = 10_000;
  private static final int MOST_SIZES = 50;
  private static final double MOST_SECONDS = 1e12;

  private PoolRecords() {}

  static WantedPool wanted(@Nullable Pool pool) {
    if (pool == null) {
      return WantedPool.UNSAID;
    }
    double late = pool.getLateShare();
    if (!(late > 0 && late < 1)
        || pool.getMinClusters() < 0
        || pool.getMaxClusters() < pool.getMinClusters()
        || pool.getSizes().size() > MOST_SIZES) {
      throw new UnusableRecord("what is wanted of the pool is impossible");
    }
    if (pool.getChangedBy().isEmpty()) {
      return WantedPool.UNSAID.with(sizes(pool)); // The pool itself told its sizes.
    }
    Double ceiling = pool.getCostCeilingPerHour();
    return new WantedPool(
        pool.getMode() == PoolMode.PERFORMANCE,
        late,
        (int) Math.clamp(pool.getLateAfterMillis() / 1000, 10, 3_600),
        pool.getMinClusters(),
        pool.getMaxClusters(),
        ceiling == null ? Double.POSITIVE_INFINITY : ceiling,
        sizes(pool),
        pool.getRetired(),
        true);
  }

  private static List<WantedPool.Size> sizes(Pool pool) {
    return pool.getSizes().stream()
        .map(
            size ->
                new WantedPool.Size(
                    size.getSize(),
                    Math.clamp(size.getCores(), 0, MOST_CORES),
                    Math.max(0, size.getMemoryBytes()),
                    Math.max(0, size.getPricePerHour())))
        .toList();
  }

  /** The pool's own name; a cluster that says none has it before the first slash of its own. */
  static String pool(String cluster, @Nullable String pool) {
    if (pool != null) {
      return pool;
    }
    int end = cluster.indexOf('/');
    return end < 0 ? cluster : cluster.substring(0, end);
  }

  /** Empty for one that is gone, or of which nobody knows where it is in its life. */
  static Optional<KnownCluster> cluster(ClusterLifecycle life) {
    Optional<KnownCluster.State> state =
        switch (life.getState()) {
          case REQUESTED, STARTING -> Optional.of(KnownCluster.State.STARTING);
          case READY -> Optional.of(KnownCluster.State.READY);
          case DRAINING -> Optional.of(KnownCluster.State.DRAINING);
          case GONE, UNKNOWN -> Optional.empty();
        };
    Integer cores = life.getCores();
    String size = life.getSize();
    return state.map(
        now ->
            new KnownCluster(
                new Group(life.getVersion(), size == null ? "" : size),
                now,
                Math.clamp(cores == null ? 0 : cores, 0, MOST_CORES),
                life.getAt().getEpochSecond(),
                KnownCluster.Load.NONE));
  }

  static KnownCluster.Load load(ClusterUtilization load) {
    return new KnownCluster.Load(
        Math.max(1, load.getMeasuredAt().getEpochSecond()),
        Math.clamp(load.getActiveTasks(), 0, MOST_CORES),
        Math.clamp(load.getQueuedTasks(), 0, MOST_CORES),
        Math.clamp(load.getRunningOperations(), 0, MOST_CORES),
        Math.clamp(load.getQueuedOperations(), 0, MOST_CORES),
        Math.clamp(load.getSessions(), 0, Integer.MAX_VALUE));
  }

  /** What waits, by the size that it needs; the pool's ordinary one has no name here. */
  static Map<String, WaitingWork> waiting(PlacementDemand demand, WantedPool wanted, long second) {
    Map<String, WaitingWork> works = new HashMap<>();
    double arrived =
        demand.getWindowMillis() > 0
            ? sane(demand.getArrivedCoreSeconds()) * 1000 / demand.getWindowMillis()
            : 0;
    works.put("", new WaitingWork(second, 0, 0, 0, 0, arrived));
    for (DemandClass each : demand.getClasses()) {
      String needed = each.getSize();
      String size = needed == null ? "" : needed;
      boolean urgent =
          each.getLatency() == LatencyProfile.INTERACTIVE
              || (each.getLatency() == LatencyProfile.UNKNOWN && wanted.urgent());
      works.merge(size, work(each, urgent, second), PoolRecords::sum);
    }
    return works;
  }

  private static WaitingWork work(DemandClass each, boolean urgent, long second) {
    long operations = Math.clamp(each.getOperations(), 0, 1_000_000);
    double seconds = sane(each.getCoreSeconds());
    return urgent
        ? new WaitingWork(second, operations, seconds, 0, 0, 0)
        : new WaitingWork(second, 0, 0, operations, seconds, 0);
  }

  private static WaitingWork sum(WaitingWork one, WaitingWork other) {
    return new WaitingWork(
        one.second(),
        one.urgentOperations() + other.urgentOperations(),
        one.urgentSeconds() + other.urgentSeconds(),
        one.patientOperations() + other.patientOperations(),
        one.patientSeconds() + other.patientSeconds(),
        one.arrivedPerSecond() + other.arrivedPerSecond());
  }

  private static double sane(double seconds) {
    return seconds >= 0 ? Math.min(seconds, MOST_SECONDS) : 0;
  }
}
