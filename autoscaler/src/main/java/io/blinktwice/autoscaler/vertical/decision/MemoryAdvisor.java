package io.blinktwice.autoscaler.vertical.decision;

import java.util.List;

/**
 * The memory that a workload should get next: the size whose expected cost is least, counting what
 * a larger size costs each time and what running out of memory costs when it happens.
 */
public final class MemoryAdvisor {
  /** Runs that are remembered. */
  public static final int REMEMBERED = 64;

  private static final int ENOUGH_FOR_A_MODEL = 5;

  /** Runs that the simple rule looks at. */
  private static final int LATEST = 30;

  /** What is added to the most that a run held. */
  public static final double ROOM = 1.1;

  /** How far a run comes, on average, before it runs out of memory. */
  private static final double UNTIL_OUT = 0.7;

  /** What running out costs beside the memory, in runs of the usual size: people wait longer. */
  private static final double PENALTY = 4;

  private MemoryAdvisor() {}

  /**
   * Where the advice is from.
   *
   * @param place which of the sizes, from 0
   * @param learned whether from a model; else by the simple rule
   * @param risk the chance that it is not enough
   */
  public record Advised(int place, boolean learned, double risk) {}

  /**
   * The best of the sizes for the next run.
   *
   * @param runs of this workload, newest first
   * @param inputBytes what it will read; 0 if that is not known
   * @param sizes bytes, ascending; after running out of memory the next one is tried
   */
  public static Advised choose(List<MeasuredPeak> runs, double inputBytes, double[] sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("there is no size to choose from");
    }
    if (runs.size() < ENOUGH_FOR_A_MODEL) {
      return new Advised(firstWith(sizes, simple(runs)), false, 1.0 / (runs.size() + 2));
    }
    MemoryModel model = MemoryModel.of(runs, inputBytes);
    double cheapest = Double.MAX_VALUE;
    int best = sizes.length - 1;
    for (int place = 0; place < sizes.length; place++) {
      double cost = expected(model, sizes, place);
      if (cost < cheapest) {
        cheapest = cost;
        best = place;
      }
    }
    int remembered = firstWith(sizes, lastOutOfMemory(runs));
    best = Math.max(best, remembered);
    return new Advised(best, true, model.exceeds(sizes[best]));
  }

  /** The simple rule: a tenth more than the most of the last thirty runs. */
  public static double simple(List<MeasuredPeak> runs) {
    double most = 0;
    for (MeasuredPeak run : runs.subList(0, Math.min(runs.size(), LATEST))) {
      most = Math.max(most, run.peakBytes());
    }
    return ROOM * most;
  }

  /** More than the last run had, if it ran out of memory; nothing once one went well. */
  private static double lastOutOfMemory(List<MeasuredPeak> runs) {
    MeasuredPeak last = runs.getFirst();
    return last.outOfMemory() ? Math.nextUp(last.peakBytes()) : 0;
  }

  private static double expected(MemoryModel model, double[] sizes, int first) {
    double reached = 1;
    double cost = 0;
    for (int place = first; place < sizes.length; place++) {
      double more = place + 1 == sizes.length ? 0 : Math.min(reached, model.exceeds(sizes[place]));
      cost += sizes[place] * (reached - more) + UNTIL_OUT * sizes[place] * more;
      if (place == first) {
        cost += PENALTY * more * model.predicted();
      }
      reached = more;
    }
    return cost;
  }

  private static int firstWith(double[] sizes, double bytes) {
    for (int place = 0; place < sizes.length; place++) {
      if (sizes[place] >= bytes) {
        return place;
      }
    }
    return sizes.length - 1;
  }
}
