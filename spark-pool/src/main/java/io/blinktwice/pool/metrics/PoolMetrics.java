package io.blinktwice.pool.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;
import static io.blinktwice.runtime.metrics.Meter.histogram;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Distribution;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.Reading;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Spark servers by what became of them. */
public final class PoolMetrics {
  private static final Label VERSION = Label.atMost(50, "version", "engine versions of the pool");

  private enum State {
    STARTING,
    READY,
    LOST,
    RESTARTING,
    GIVEN_UP
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

  private static final Reading CLUSTERS = Reading.of(CLUSTERS_METER);
  private static final Count EXITS = Count.of(EXITS_METER);
  private static final Distribution START_SECONDS = Distribution.of(START_SECONDS_METER);

  public static final List<Meter> CATALOGUE =
      List.of(CLUSTERS_METER, EXITS_METER, START_SECONDS_METER);

  private final Map<EngineVersion, State> states = new ConcurrentHashMap<>();

  public PoolMetrics() {
    // A pool lives as long as its process.
    var _ = CLUSTERS.from(this::tell);
  }

  public void on(ServerStatus status) {
    states.put(status.version(), stateOf(status));
    switch (status) {
      case ServerStatus.Lost(EngineVersion version, var end) ->
          EXITS.increment(version.value(), Label.word(end.loss()));
      case ServerStatus.Ready ready -> START_SECONDS.observe(ready.took(), ready.version().value());
      case ServerStatus.Starting _, ServerStatus.Restarting _, ServerStatus.GivenUp _ -> {}
    }
  }

  private static State stateOf(ServerStatus status) {
    return switch (status) {
      case ServerStatus.Starting _ -> State.STARTING;
      case ServerStatus.Ready _ -> State.READY;
      case ServerStatus.Lost _ -> State.LOST;
      case ServerStatus.Restarting _ -> State.RESTARTING;
      case ServerStatus.GivenUp _ -> State.GIVEN_UP;
    };
  }

  private void tell(Reading.Samples samples) {
    states.forEach(
        (version, now) -> {
          for (State state : State.values()) {
            samples.add(now == state ? 1 : 0, version.value(), Label.word(state));
          }
        });
  }
}
