package io.blinktwice.pinning.store;

/** Where the runs of a workload lie that are over. */
public enum Layout {
  /** In its state. */
  WHOLE,
  /** Each in a slot of its own; older ones are remembered elsewhere ({@link ForgottenRuns}). */
  SLOTS,
  /** In the bucket of its hash, which remembers older ones, too ({@link RunBucket}). */
  BUCKETS;

  /** The key under which the run in a slot of the ring lies. */
  String key(String workload, int slot, long run) {
    return switch (this) {
      case WHOLE -> throw new IllegalStateException("nothing lies apart");
      case SLOTS -> slotKey(workload, slot);
      case BUCKETS -> RunBucket.key(workload, run);
    };
  }

  static String slotKey(String workload, int slot) {
    return workload + "#" + Integer.toHexString(slot);
  }
}
