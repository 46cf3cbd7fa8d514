package io.blinktwice.pool.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;
import static io.blinktwice.runtime.metrics.Meter.histogram;

import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.ServerLoad;
import io.blinktwice.pool.decision.ServerSlot;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Distribution;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.Reading;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Spark servers by what became of them, and what they say. */
public final class PoolMetrics {
  private static final Label VERSION = Label.atMost(50, "version", "engine versions of the pool");

  private enum State {
    STARTING,
    READY,
    DRAINING,
    LOST,
    RESTARTING,
    GIVEN_UP
  }

  /** What became of a server's report. */
  public enum Report {
    PUBLISHED,
    LOST,
    REFUSED
  }

  /** What became of a scaling decision. */
  public enum Scaling {
    CARRIED_OUT,
    HELD_BACK,
    REFUSED
  }

  private static final Meter CLUSTERS_METER =
      gauge(
          "blinktwice_pool_clusters",
          "clusters",
          "Spark servers of this pool, by version and state.",
          VERSION,
          Label.of("state", State.class));
  private static final Meter EXITS_METER =
      counter(
          "blinktwice_pool_exits_total",
          "exits",
          "Ends of Spark servers, by version and cause.",
          VERSION,
          Label.of("cause", Loss.class));
  private static final Meter START_SECONDS_METER =
      histogram(
          "blinktwice_pool_start_seconds",
          "From the start of a Spark server's process to its first answer.",
          VERSION);
  private static final Meter REPORTS_METER =
      counter(
          "blinktwice_pool_reports_total",
          "reports",
          "What Spark servers said of themselves and their operations, by what became of it.",
          Label.of("outcome", Report.class));
  private static final Meter DROPPED_METER =
      gauge(
          "blinktwice_pool_reports_dropped",
          "reports",
          "Reports that living Spark servers dropped because nobody took them, by version.",
          VERSION);
  private static final Meter SCALING_METER =
      counter(
          "blinktwice_pool_scaling_total",
          "decisions",
          "Scaling decisions for this pool, by what became of them.",
          Label.of("outcome", Scaling.class));
  private static final Meter RELEASES_METER =
      counter(
          "blinktwice_pool_releases_refused_total",
          "releases",
          "Releases of the catalogue that get no servers here; the log says why.");

  private static final Reading CLUSTERS = Reading.of(CLUSTERS_METER);
  private static final Count EXITS = Count.of(EXITS_METER);
  private static final Distribution START_SECONDS = Distribution.of(START_SECONDS_METER);
  private static final Count REPORTS = Count.of(REPORTS_METER);
  private static final Reading DROPPED = Reading.of(DROPPED_METER);
  private static final Count SCALING = Count.of(SCALING_METER);
  private static final Count RELEASES = Count.of(RELEASES_METER);

  public static final List<Meter> CATALOGUE =
      List.of(
          CLUSTERS_METER,
          EXITS_METER,
          START_SECONDS_METER,
          REPORTS_METER,
          DROPPED_METER,
          SCALING_METER,
          RELEASES_METER);

  private final Map<ServerSlot, State> states = new ConcurrentHashMap<>();
  private final Map<String, Said> dropped = new ConcurrentHashMap<>();

  private record Said(String version, long dropped) {}

  public PoolMetrics() {
    // A pool lives as long as its process.
    var _ = CLUSTERS.from(this::tell);
    var _ = DROPPED.from(this::tellDropped);
  }

  public void on(ServerStatus status) {
    if (status instanceof ServerStatus.Removed(ServerSlot slot)) {
      states.remove(slot);
      return;
    }
    states.put(status.slot(), stateOf(status));
    String version = status.slot().version().value();
    switch (status) {
      case ServerStatus.Lost(ServerSlot _, var end) ->
          EXITS.increment(version, Label.word(end.loss()));
      case ServerStatus.Ready ready -> START_SECONDS.observe(ready.took(), version);
      case ServerStatus.Starting _,
          ServerStatus.Draining _,
          ServerStatus.Restarting _,
          ServerStatus.GivenUp _,
          ServerStatus.Removed _ -> {}
    }
  }

  public void on(Cluster cluster, ServerLoad load) {
    dropped.put(cluster.id(), new Said(cluster.version().value(), load.dropped()));
  }

  public void gone(String cluster) {
    dropped.remove(cluster);
  }

  public void report(Report outcome) {
    REPORTS.increment(Label.word(outcome));
  }

  public void scaled(Scaling outcome) {
    SCALING.increment(Label.word(outcome));
  }

  public void refusedRelease() {
    RELEASES.increment();
  }

  private static State stateOf(ServerStatus status) {
    return switch (status) {
      case ServerStatus.Starting _ -> State.STARTING;
      case ServerStatus.Ready _ -> State.READY;
      case ServerStatus.Draining _ -> State.DRAINING;
      case ServerStatus.Lost _, ServerStatus.Removed _ -> State.LOST;
      case ServerStatus.Restarting _ -> State.RESTARTING;
      case ServerStatus.GivenUp _ -> State.GIVEN_UP;
    };
  }

  private void tell(Reading.Samples samples) {
    Map<String, Map<State, Long>> counts =
        states.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    place -> place.getKey().version().value(),
                    Collectors.groupingBy(Map.Entry::getValue, Collectors.counting())));
    counts.forEach(
        (version, byState) -> {
          for (State state : State.values()) {
            samples.add(byState.getOrDefault(state, 0L), version, Label.word(state));
          }
        });
  }

  private void tellDropped(Reading.Samples samples) {
    dropped.values().stream()
        .collect(Collectors.groupingBy(Said::version, Collectors.summingLong(Said::dropped)))
        .forEach((version, reports) -> samples.add(reports, version));
  }
}
