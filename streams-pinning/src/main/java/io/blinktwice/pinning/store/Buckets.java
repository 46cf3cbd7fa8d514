package io.blinktwice.pinning.store;

import io.blinktwice.pinning.store.RestedRuns.Rested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs by their hashes. A run's start reads its bucket and its end writes it: those that were used
 * last are kept as objects, too, for the same reason as in {@link Workloads}.
 */
final class Buckets implements Aside {
  /** Some 5 kB each at most. */
  private static final int KEPT = 500;

  private final KeyValueStore<String, RunBucket> store;
  private final Map<String, RunBucket> kept = new Latest<>(KEPT);

  Buckets(KeyValueStore<String, RunBucket> store) {
    this.store = store;
  }

  private RunBucket at(String key) {
    RunBucket known = kept.get(key);
    if (known == null) {
      RunBucket stored = store.get(key);
      known = stored == null ? RunBucket.EMPTY : stored;
      kept.put(key, known);
    }
    return known;
  }

  private void put(String key, RunBucket now) {
    store.put(key, now);
    kept.put(key, now);
  }

  @Override
  public RestedRuns lay(
      String workload, RestedRuns places, RestedRun run, Rested place, Instant at) {
    RestedRuns latest = places.slotOf(place.run()) >= 0 ? places : places.with(place);
    String key = RunBucket.key(workload, place.run());
    put(key, at(key).with(run, place, latest, at));
    return latest;
  }

  @Override
  public void forget(String workload, Rested run, RestedRuns places, Instant at) {
    String key = RunBucket.key(workload, run.run());
    put(key, at(key).with(run, places, at));
  }

  @Override
  public boolean haveForgotten(String workload, long run, Instant at) {
    return at(RunBucket.key(workload, run)).remembers(run, at);
  }

  @Override
  public List<Rested> clear(String workload, RestedRuns places) {
    List<Rested> remembered = new ArrayList<>();
    for (int bucket = 0; bucket < RunBucket.BUCKETS; bucket++) {
      String key = RunBucket.key(workload, bucket);
      RunBucket stored = store.get(key);
      if (stored != null) {
        remembered.addAll(stored.remembered());
        store.delete(key);
        kept.remove(key);
      }
    }
    remembered.removeIf(run -> places.slotOf(run.run()) >= 0);
    return remembered;
  }
}
