package io.blinktwice.router.placement.decision;

import org.jspecify.annotations.Nullable;

/**
 * What a cluster is, whatever it does at the moment.
 *
 * @param cores that tasks can use
 * @param owner workspace that has it alone; none when it is everybody's
 * @param readySince in seconds since the epoch: a new one is cold
 * @param size its size class, where it has one
 * @param memoryBytes of its server; 0 where nobody said so
 */
public record ClusterTraits(
    String id,
    int cores,
    Discipline discipline,
    @Nullable String owner,
    double readySince,
    @Nullable String size,
    long memoryBytes) {
  private static final int MOST_CORES = 1_000_000;

  /** One of which no size is known. */
  public ClusterTraits(
      String id, int cores, Discipline discipline, @Nullable String owner, double readySince) {
    this(id, cores, discipline, owner, readySince, null, 0);
  }

  /** How a server shares its cores. What is not known is taken for the worse: first come. */
  public enum Discipline {
    FAIR,
    FIFO
  }

  public ClusterTraits {
    cores = Math.clamp(cores, 1, MOST_CORES);
    readySince = Double.isFinite(readySince) ? readySince : 0;
  }
}
