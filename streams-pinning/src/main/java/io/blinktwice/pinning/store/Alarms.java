package io.blinktwice.pinning.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * When to look at a workload again: at most one alarm each, found by time.
 *
 * <p>Lazy on purpose. An alarm that is set too early rings, finds nothing and is set anew; so a
 * workload costs one write per deadline, not one per run. Two entries each: {@code
 * at|<time>|<workload>} to find those that ring, {@code of|<workload>} to find the one of a
 * workload.
 */
public final class Alarms {
  private static final String BY_TIME = "at|";
  private static final String BY_WORKLOAD = "of|";

  private static final int KEPT = 10_000;

  private final KeyValueStore<String, Long> store;

  /** Of those asked about last, so that most events need not read; as long as a task lives. */
  private final Map<String, Long> kept = new Latest<>(KEPT);

  public Alarms(KeyValueStore<String, Long> store) {
    this.store = store;
  }

  /** The workload is looked at then, or earlier. */
  public void setAtTheLatest(String workload, @Nullable Instant at) {
    if (at == null) {
      return;
    }
    Long known = kept.get(workload);
    if (known == null) {
      known = store.get(BY_WORKLOAD + workload);
    }
    if (known != null && known <= at.toEpochMilli()) {
      kept.put(workload, known);
      return;
    }
    if (known != null) {
      store.delete(timeKey(known, workload));
    }
    store.put(BY_WORKLOAD + workload, at.toEpochMilli());
    store.put(timeKey(at.toEpochMilli(), workload), at.toEpochMilli());
    kept.put(workload, at.toEpochMilli());
  }

  /** The workloads whose time has come, the longest overdue first; their alarms are over. */
  public List<String> ring(Instant now, int atMost) {
    List<String> workloads = new ArrayList<>();
    String last = BY_TIME + hex(now.toEpochMilli()) + "~";
    try (KeyValueIterator<String, Long> ringing = store.range(BY_TIME, last)) {
      while (ringing.hasNext() && workloads.size() < atMost) {
        KeyValue<String, Long> alarm = ringing.next();
        workloads.add(alarm.key.substring(alarm.key.indexOf('|', BY_TIME.length()) + 1));
        store.delete(alarm.key);
      }
    }
    for (String workload : workloads) {
      store.delete(BY_WORKLOAD + workload);
      kept.remove(workload);
    }
    return workloads;
  }

  private static String timeKey(long at, String workload) {
    return BY_TIME + hex(at) + "|" + workload;
  }

  /** Sorts as the numbers do; a time before 1970 is none of ours. */
  private static String hex(long millis) {
    return "%016x".formatted(Math.max(0, millis));
  }
}
