package io.blinktwice.pinning.store;

import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task knows of the figures of its workloads, as its store has it; those that were used last
 * as objects, too, for the same reason as in {@link Workloads}.
 */
public final class KnownFigures {
  /** Some 10 kB each at most. */
  private static final int KEPT = 500;

  private final KeyValueStore<String, PerformanceRecord> store;
  private final Map<String, PerformanceRecord> kept = new Latest<>(KEPT);

  public KnownFigures(KeyValueStore<String, PerformanceRecord> store) {
    this.store = store;
  }

  public PerformanceRecord of(String key) {
    PerformanceRecord known = kept.get(key);
    if (known == null) {
      PerformanceRecord stored = store.get(key);
      known = stored == null ? PerformanceRecord.NONE : stored;
      kept.put(key, known);
    }
    return known;
  }

  public void remember(String key, PerformanceRecord now) {
    store.put(key, now);
    kept.put(key, now);
  }
}
