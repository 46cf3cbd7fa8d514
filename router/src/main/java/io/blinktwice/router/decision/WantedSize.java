package io.blinktwice.router.decision;

import org.jspecify.annotations.Nullable;

/**
 * The cluster that an attempt should get, as resolve advises.
 *
 * @param name of a size class; absent where only the memory is known
 * @param memoryBytes of its server; 0 where only the name is known
 * @param alone whether it should have the cluster to itself
 */
public record WantedSize(@Nullable String name, long memoryBytes, boolean alone) {

  /** What is wanted, in words. */
  String words() {
    String memory = memoryBytes == 0 ? "" : " with %d MiB".formatted(memoryBytes >> 20);
    return "size %s%s%s".formatted(name == null ? "any" : name, memory, alone ? ", alone" : "");
  }

  /**
   * Whether a cluster is what was asked for, or has more memory.
   *
   * @param size class of the cluster; absent where it has none
   * @param bytes of its server; 0 where nobody said so
   */
  public boolean fits(@Nullable String size, long bytes) {
    boolean anyIsFine = name == null && memoryBytes == 0;
    return anyIsFine
        || name != null && name.equals(size)
        || memoryBytes > 0 && bytes >= memoryBytes;
  }
}
