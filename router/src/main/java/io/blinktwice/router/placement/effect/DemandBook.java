package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.DemandClass;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement.Rule;
import io.blinktwice.router.placement.decision.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What work asked for since the last report, by engine version, and what of it waits. A version
 * whose demand is over is told of once more, then no longer.
 */
final class DemandBook {
  private final String replica;
  private final Map<EngineVersion, Counts> counts = new HashMap<>();

  private static final class Counts {
    private double arrived;
    private double completed;
    private long shed;
    private boolean toldOfSome;
    private @Nullable Instant since;
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

  Collection<EngineVersion> versions() {
    return List.copyOf(counts.keySet());
  }

  /** What is to be told of a version now, if anything; counting begins anew. */
  Optional<PlacementDemand> report(
      EngineVersion version, String pool, List<Line> waiting, Instant now) {
    Counts seen = of(version);
    boolean some = seen.arrived > 0 || seen.completed > 0 || seen.shed > 0 || !waiting.isEmpty();
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
            .setClasses(classes(waiting))
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

  private static List<DemandClass> classes(List<Line> waiting) {
    List<DemandClass> classes = new ArrayList<>();
    for (Latency latency : Latency.values()) {
      List<Line> those = waiting.stream().filter(one -> one.latency() == latency).toList();
      if (!those.isEmpty()) {
        classes.add(
            DemandClass.newBuilder()
                .setLatency(Decided.profile(latency))
                .setOperations(those.size())
                .setCoreSeconds(those.stream().mapToDouble(one -> one.size().coreSeconds()).sum())
                .setCoreSecondsHigh(
                    those.stream().mapToDouble(one -> one.size().coreSecondsHigh()).sum())
                .setOldestWaitMillis(
                    Math.round(1000 * those.stream().mapToDouble(Line::seconds).max().orElse(0)))
                .build());
      }
    }
    return classes;
  }
}
