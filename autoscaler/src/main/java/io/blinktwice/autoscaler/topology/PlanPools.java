package io.blinktwice.autoscaler.topology;

import io.blinktwice.autoscaler.metrics.AutoscalerMetrics;
import io.blinktwice.autoscaler.pools.decision.FleetFacts;
import io.blinktwice.autoscaler.pools.decision.KnownCluster.Group;
import io.blinktwice.autoscaler.pools.decision.PoolBook;
import io.blinktwice.autoscaler.pools.decision.PoolPlan;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinState;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.Pool;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Hears of pools and clusters, and plans. Its clock is that of the records: the first one of a beat
 * ends the one before, for every pool. So what was recorded leads to the same decisions again.
 */
final class PlanPools extends ContextualProcessor<String, SpecificRecord, String, SpecificRecord> {
  private static final String ROLE = "autoscaler";
  private static final String PLANS = "#plans";

  /** Among the pools; no pool may be called so. */
  private static final String FLEET = "#fleet";

  private static final int MOST_POOLS = 5_000;

  private final Map<String, PoolBook> books = new TreeMap<>();
  private FleetFacts fleet = new FleetFacts();
  private long beat = Long.MIN_VALUE;

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    super.init(context);
    try (KeyValueIterator<String, byte[]> all = store().all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> each = all.next();
        if (each.key.equals(FLEET)) {
          fleet = FleetFacts.restored(each.value);
        } else if (!each.key.endsWith(PLANS)) {
          books.put(each.key, PoolBook.restored(each.value, store().get(each.key + PLANS)));
        }
      }
    }
    try (KeyValueIterator<String, String> all = pins().all()) {
      while (all.hasNext()) {
        fleet.pinned(all.next().value, 1);
      }
    }
  }

  private KeyValueStore<String, byte[]> store() {
    return context().getStateStore(ScalingTopology.POOLS);
  }

  /** Which version each workload is pinned to. */
  private KeyValueStore<String, String> pins() {
    return context().getStateStore(ScalingTopology.PINS);
  }

  @Override
  public void process(Record<@Nullable String, @Nullable SpecificRecord> heard) {
    String key = heard.key();
    if (key == null || key.isEmpty() || key.endsWith(PLANS) || key.equals(FLEET)) {
      throw new UnusableRecord("the key names no pool or cluster");
    }
    long second = Math.floorDiv(heard.timestamp(), 1000L);
    hear(key, heard.value(), second);
    long now = Math.floorDiv(second, (long) PoolBook.BEAT_SECONDS);
    if (now > beat) {
      beat = now;
      plan(heard, second);
    }
  }

  private void hear(String key, @Nullable SpecificRecord value, long second) {
    switch (value) {
      case Pool pool -> {
        matches(key, pool.getPool());
        PoolBook book = book(key);
        book.wanted(PoolRecords.wanted(pool));
        keep(key, book);
      }
      case ClusterLifecycle life -> {
        matches(key, life.getCluster());
        String name = PoolRecords.pool(key, life.getPool());
        PoolBook book = book(name);
        PoolRecords.cluster(life)
            .ifPresentOrElse(now -> book.cluster(key, now), () -> book.gone(key));
        keep(name, book);
      }
      case ClusterUtilization load -> {
        matches(key, load.getCluster());
        String name = PoolRecords.pool(key, load.getPool());
        PoolBook book = book(name);
        book.load(key, PoolRecords.load(load));
        keep(name, book);
      }
      case PlacementDemand demand -> {
        matches(key, demand.getPool());
        PoolBook book = book(key);
        String version = demand.getEngineVersion();
        if (version != null && !version.isEmpty()) {
          PoolRecords.waiting(demand, book.wanted(), second)
              .forEach(
                  (size, work) ->
                      book.waiting(demand.getReplica(), new Group(version, size), work));
          keep(key, book);
        }
      }
      case RolloutDecision decision -> rolledOut(decision);
      case Pin pin -> pinned(key, pin.getState() == PinState.ENDED ? null : pin.getVersion());
      case null -> ended(key);
      default -> throw new UnusableRecord("nothing is known of such records");
    }
  }

  private static void matches(String key, String said) {
    if (!key.equals(said)) {
      throw new UnusableRecord("the key is not what the record is about");
    }
  }

  private void rolledOut(RolloutDecision decision) {
    String version = decision.getVersion();
    switch (decision.getState()) {
      case ROLLING_OUT -> fleet.rollsOut(version, Math.clamp(decision.getShare(), 0, 1));
      case STABLE -> fleet.stable(version);
      case PAUSED, ABORTED, UNKNOWN -> fleet.rollsOut(version, 0);
    }
    store().put(FLEET, fleet.state());
  }

  private void pinned(String workload, @Nullable String version) {
    String before = pins().get(workload);
    if (before != null) {
      fleet.pinned(before, -1);
      pins().delete(workload);
    }
    if (version != null) {
      fleet.pinned(version, 1);
      pins().put(workload, version);
    }
  }

  /** A tombstone: of a pool that nobody wants any more, a cluster that is forgotten, or a pin. */
  private void ended(String key) {
    pinned(key, null);
    PoolBook pool = books.get(key);
    if (pool != null) {
      pool.wanted(PoolRecords.wanted(null));
      keep(key, pool);
    } else {
      String name = PoolRecords.pool(key, null);
      PoolBook book = books.get(name);
      if (book != null) {
        book.gone(key);
        keep(name, book);
      }
    }
  }

  private PoolBook book(String pool) {
    PoolBook book = books.get(pool);
    if (book == null) {
      if (books.size() >= MOST_POOLS) {
        throw new UnusableRecord("there are more than %,d pools".formatted(MOST_POOLS));
      }
      book = new PoolBook();
      books.put(pool, book);
    }
    return book;
  }

  private void keep(String pool, PoolBook book) {
    if (book.isEmpty()) {
      books.remove(pool);
      store().delete(pool);
      store().delete(pool + PLANS);
    } else {
      store().put(pool, book.facts());
    }
  }

  private void plan(Record<String, SpecificRecord> cause, long second) {
    String input = Coordinates.of(context());
    Instant at = Instant.ofEpochMilli(cause.timestamp());
    for (Map.Entry<String, PoolBook> each : new TreeMap<>(books).entrySet()) {
      for (PoolPlan plan : each.getValue().plan(second, fleet)) {
        ScalingDecision decision = PlannedRecords.of(each.getKey(), plan, input, at);
        AutoscalerMetrics.decided(plan);
        context().forward(record(cause, each.getKey(), decision, at), ScalingTopology.DECISIONS);
      }
      keep(each.getKey(), each.getValue());
      if (books.containsKey(each.getKey())) {
        store().put(each.getKey() + PLANS, each.getValue().plans());
      }
    }
  }

  private static Record<String, SpecificRecord> record(
      Record<String, SpecificRecord> cause, String key, ScalingDecision value, Instant at) {
    Headers headers = new RecordHeaders(cause.headers());
    CloudEvents.stamp(headers, value.getDecisionId(), ROLE, ScalingDecision.class, at);
    return new Record<>(key, value, cause.timestamp(), headers);
  }
}
