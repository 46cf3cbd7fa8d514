package io.blinktwice.pinning.store;

import io.blinktwice.pinning.store.RestedRuns.Rested;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** As builds before had it: a ring of slots, and what leaves it in a store of its own. */
final class Slots implements Aside {
  private final KeyValueStore<String, RunBucket> slots;
  private final ForgottenRuns forgotten;

  Slots(KeyValueStore<String, RunBucket> slots, ForgottenRuns forgotten) {
    this.slots = slots;
    this.forgotten = forgotten;
  }

  @Override
  public RestedRuns lay(
      String workload, RestedRuns places, RestedRun run, Rested place, Instant at) {
    int slot = places.slotOf(place.run());
    if (slot >= 0) {
      slots.put(Layout.slotKey(workload, slot), RunBucket.of(run));
      return places;
    }
    Rested leaving = places.leaving();
    if (leaving != null) {
      forgotten.add(workload, leaving, at);
    }
    slots.put(Layout.slotKey(workload, places.next()), RunBucket.of(run));
    return places.with(place);
  }

  @Override
  public void forget(String workload, Rested run, RestedRuns places, Instant at) {
    forgotten.add(workload, run, at);
  }

  @Override
  public boolean haveForgotten(String workload, long run, Instant at) {
    return forgotten.contain(workload, run);
  }

  @Override
  public List<Rested> clear(String workload, RestedRuns places) {
    for (int slot = 0; slot < places.slots().size(); slot++) {
      slots.delete(Layout.slotKey(workload, slot));
    }
    return forgotten.clear(workload);
  }
}
