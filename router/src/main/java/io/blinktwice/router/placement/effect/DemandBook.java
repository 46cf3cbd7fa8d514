package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.DemandClass;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What work asked for since the last report, by engine version, and what of it waits. A version
 * whose demand is over is told of once more, then no longer.
 */
final class DemandBook {
  /** There are few sizes; what is beyond comes from nowhere. */
  private static final int MOST_SIZES = 50;

  private final String replica;
  private final Map<EngineVersion, Counts> counts = new HashMap<>();

  private static final class Counts {
    private double arrived;
    private double completed;
    private long shed;
    private boolean toldOfSome;
    private @Nullable Instant since;
    private final Map<String, Line> missing = new TreeMap<>();
  }

  /**
   * Work that waits.
   *
   * @param rule why
   */
  record Line(Latency latency, Size size, double seconds, Rule rule) {}

  DemandBook(String replica) {
    this.replica = replica;
  }

  private Counts of(EngineVersion version) {
    return counts.computeIfAbsent(version, _ -> new Counts());
  }

  void arrived(EngineVersion version, Size size) {
    of(version).arrived += size.coreSeconds();
  }

  void completed(EngineVersion version, Size size) {
    of(version).completed += size.coreSeconds();
  }

  void shed(EngineVersion version) {
    of(version).shed++;
  }

  /** Work was advised a size that no cluster has; one of it is told of, however many there were. */
  void missing(EngineVersion version, String size, Work work) {
    Map<String, Line> missing = of(version).missing;
    if (missing.size() < MOST_SIZES) {
      missing.put(size, new Line(work.latency(), work.size(), 0, Rule.NO_CLUSTER));
    }
  }

  Collection<EngineVersion> versions() {
    return List.copyOf(counts.keySet());
  }

  /** What is to be told of a version now, if anything; counting begins anew. */
  Optional<PlacementDemand> report(
      EngineVersion version, String pool, List<Line> waiting, Instant now) {
    Counts seen = of(version);
    boolean some =
        seen.arrived > 0
            || seen.completed > 0
            || seen.shed > 0
            || !waiting.isEmpty()
            || !seen.missing.isEmpty();
    boolean tell = some || seen.toldOfSome;
    if (!tell) {
      counts.remove(version);
      return Optional.empty();
    }
    Instant since = seen.since == null ? now : seen.since;
    PlacementDemand told =
        PlacementDemand.newBuilder()
            .setPool(pool)
            .setEngineVersion(version.value())
            .setReplica(replica)
            .setClasses(classes(waiting, seen.missing))
            .setArrivedCoreSeconds(seen.arrived)
            .setCompletedCoreSeconds(seen.completed)
            .setUnplaceable(waiting.stream().filter(one -> one.rule() == Rule.NO_CLUSTER).count())
            .setShed(seen.shed)
            .setWindowMillis(Math.max(0, now.toEpochMilli() - since.toEpochMilli()))
            .setAt(now)
            .build();
    Counts next = new Counts();
    next.toldOfSome = some;
    next.since = now;
    counts.put(version, next);
    return Optional.of(told);
  }

  private static List<DemandClass> classes(List<Line> waiting, Map<String, Line> missing) {
    List<DemandClass> classes = new ArrayList<>();
    for (Latency latency : Latency.values()) {
      List<Line> those = waiting.stream().filter(one -> one.latency() == latency).toList();
      if (!those.isEmpty()) {
        classes.add(demand(latency, those, null));
      }
    }
    missing.forEach((size, one) -> classes.add(demand(one.latency(), List.of(one), size)));
    return classes;
  }

  private static DemandClass demand(Latency latency, List<Line> those, @Nullable String size) {
    return DemandClass.newBuilder()
        .setLatency(Decided.profile(latency))
        .setOperations(those.size())
        .setCoreSeconds(those.stream().mapToDouble(one -> one.size().coreSeconds()).sum())
        .setCoreSecondsHigh(those.stream().mapToDouble(one -> one.size().coreSecondsHigh()).sum())
        .setOldestWaitMillis(
            Math.round(1000 * those.stream().mapToDouble(Line::seconds).max().orElse(0)))
        .setSize(size)
        .build();
  }
}
