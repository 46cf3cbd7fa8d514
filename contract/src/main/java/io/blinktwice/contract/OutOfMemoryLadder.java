package io.blinktwice.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * What is tried after a run ran out of memory: alone on the same size if neighbours may have taken
 * the memory, then the next size, then the largest. Only if the largest is too small does its user
 * see the failure, with what was tried.
 *
 * <p>Whoever judges a failed attempt and whoever advises on the next run climb the same steps.
 */
public final class OutOfMemoryLadder {
  private OutOfMemoryLadder() {}

  /**
   * Where a run ran out of memory.
   *
   * @param size place of the size that it had, from 0
   * @param alone whether it had the cluster to itself
   * @param neighbours other operations that ran on the cluster then
   */
  public record Fall(int size, boolean alone, int neighbours) {}

  /** What is to be done. */
  public sealed interface Step {
    /** Again, with a cluster to itself. */
    record Alone(int size, List<Reason> reasons) implements Step {}

    /** Again, on another size. */
    record Larger(int size, List<Reason> reasons) implements Step {}

    /** Its user sees it. */
    record Surfaced(List<Reason> reasons) implements Step {}
  }

  /**
   * After the last of these falls.
   *
   * @param falls of the run so far, oldest first
   * @param sizes names of the sizes, smallest first
   */
  public static Step after(List<Fall> falls, List<String> sizes) {
    Fall last = falls.get(falls.size() - 1);
    int largest = sizes.size() - 1;
    if (last.neighbours() > 0 && falls.stream().noneMatch(Fall::alone)) {
      return new Step.Alone(
          Math.min(last.size(), largest),
          List.of(
              new Reason(
                  "memory-alone",
                  "%d other operations shared its memory on %s: it is tried alone there"
                      .formatted(last.neighbours(), name(sizes, last.size())))));
    }
    if (last.size() < largest) {
      // One step, then at once the largest: a third try should be the last.
      int next = climbed(falls) == 0 ? last.size() + 1 : largest;
      return new Step.Larger(
          next,
          List.of(
              new Reason(
                  "memory-larger",
                  "memory ran out on %s: it is tried on %s"
                      .formatted(name(sizes, last.size()), name(sizes, next)))));
    }
    return new Step.Surfaced(
        List.of(
            new Reason(
                "memory-exhausted",
                "memory ran out on the largest size, %s; tried before: %s"
                    .formatted(name(sizes, largest), tried(falls, sizes)))));
  }

  private static long climbed(List<Fall> falls) {
    return falls.stream().mapToInt(Fall::size).distinct().count() - 1;
  }

  private static String tried(List<Fall> falls, List<String> sizes) {
    List<String> all = new ArrayList<>();
    for (Fall fall : falls) {
      all.add(name(sizes, fall.size()) + (fall.alone() ? " alone" : ""));
    }
    return String.join(", ", all);
  }

  private static String name(List<String> sizes, int place) {
    return sizes.get(Math.max(0, Math.min(place, sizes.size() - 1)));
  }
}
