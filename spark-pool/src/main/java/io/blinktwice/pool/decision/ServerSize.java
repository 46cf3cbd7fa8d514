package io.blinktwice.pool.decision;

import java.util.ArrayList;
import java.util.List;

/** A size class: what one server of it may use of the machine. */
public record ServerSize(String name, int cores, int heapMegabytes) {
  /**
   * Spark refuses to start below 471,859,200 bytes of heap; the collector keeps some for itself.
   */
  public static final int SMALLEST_HEAP_MEGABYTES = 512;

  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (cores < 1) {
      problems.add("a server needs at least 1 core, not " + cores);
    }
    if (heapMegabytes < SMALLEST_HEAP_MEGABYTES) {
      problems.add(
          "a server needs at least %d MB of heap, not %d: Spark refuses less"
              .formatted(SMALLEST_HEAP_MEGABYTES, heapMegabytes));
    }
    return List.copyOf(problems);
  }

  public long heapBytes() {
    return (long) heapMegabytes << 20;
  }

  @Override
  public String toString() {
    return "%s=%dm/%d".formatted(name, heapMegabytes, cores);
  }
}
