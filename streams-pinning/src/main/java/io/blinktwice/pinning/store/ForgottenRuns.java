package io.blinktwice.pinning.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs that a workload had and whose attempts left its state: what comes of them again is a
 * repetition, not a new run.
 *
 * <p>Window: 24 hours, or some 10,000 runs of a workload. A run that left the state later than that
 * is not written at all, so only workloads with more than 16 runs a day cost anything: 12 bytes a
 * run in one of 64 buckets, read once per new run and written once per forgotten one.
 */
public final class ForgottenRuns {
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final int BUCKETS = 64;
  private static final int RUNS_IN_A_BUCKET = 160;
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  private final KeyValueStore<String, byte[]> store;

  public ForgottenRuns(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  boolean contain(String workload, long hash) {
    byte[] bucket = store.get(key(workload, hash));
    if (bucket == null) {
      return false;
    }
    ByteBuffer entries = ByteBuffer.wrap(bucket);
    while (entries.remaining() >= ENTRY_BYTES) {
      if (entries.getLong() == hash) {
        return true;
      }
      entries.getInt();
    }
    return false;
  }

  /** All that is remembered of a workload's runs, which is so no longer. */
  List<RestedRuns.Rested> clear(String workload) {
    List<RestedRuns.Rested> remembered = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      String key = key(workload, bucket);
      byte[] stored = store.get(key);
      if (stored == null) {
        continue;
      }
      store.delete(key);
      ByteBuffer entries = ByteBuffer.wrap(stored);
      while (entries.remaining() >= ENTRY_BYTES) {
        remembered.add(new RestedRuns.Rested(entries.getLong(), entries.getInt()));
      }
    }
    return remembered;
  }

  /** Remembers a run that was last heard of at a time, if that is not too long ago. */
  void add(String workload, RestedRuns.Rested run, Instant now) {
    if (run.time().isBefore(now.minus(WINDOW))) {
      return;
    }
    long hash = run.run();
    String key = key(workload, hash);
    byte[] before = store.get(key);
    store.put(key, withEntry(before == null ? new byte[0] : before, run, now));
  }

  /** What is out of the window leaves, and the oldest where there is no room. */
  private static byte[] withEntry(byte[] before, RestedRuns.Rested run, Instant now) {
    int oldest = seconds(now.minus(WINDOW));
    ByteBuffer kept = ByteBuffer.allocate(before.length + ENTRY_BYTES);
    ByteBuffer entries = ByteBuffer.wrap(before);
    while (entries.remaining() >= ENTRY_BYTES) {
      boolean noRoom =
          entries.remaining() / ENTRY_BYTES + kept.position() / ENTRY_BYTES >= RUNS_IN_A_BUCKET;
      long known = entries.getLong();
      int seen = entries.getInt();
      if (!noRoom && seen >= oldest && known != run.run()) {
        kept.putLong(known).putInt(seen);
      }
    }
    kept.putLong(run.run()).putInt(run.lastSeen());
    byte[] after = new byte[kept.position()];
    kept.flip().get(after);
    return after;
  }

  /** Good until 2106 as an unsigned number; compared only within a day of each other. */
  private static int seconds(Instant time) {
    return (int) time.getEpochSecond();
  }

  private static String key(String workload, long hash) {
    return workload + "#" + Long.toHexString(hash & (BUCKETS - 1));
  }
}
