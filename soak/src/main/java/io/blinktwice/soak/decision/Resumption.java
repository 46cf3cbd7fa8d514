package io.blinktwice.soak.decision;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When processing went on after a disturbance: in each partition, the first effect of a record that
 * was sent after it. Not thread-safe.
 */
public final class Resumption {
  private final int firstRunAfter;
  private final int partitions;
  private final Map<Integer, Duration> resumed = new TreeMap<>();

  public Resumption(int firstRunAfter, int partitions) {
    this.firstRunAfter = firstRunAfter;
    this.partitions = partitions;
  }

  /** An effect that was seen so long after the disturbance. */
  public void effect(int partition, int run, Duration since) {
    if (run >= firstRunAfter) {
      resumed.putIfAbsent(partition, since);
    }
  }

  /** The slowest partition's time, once all go on. */
  public Optional<Duration> slowest() {
    return resumed.size() < partitions
        ? Optional.empty()
        : resumed.values().stream().max(Duration::compareTo);
  }
}
