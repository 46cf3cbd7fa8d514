package io.blinktwice.router.placement.decision;

/**
 * The constants of placing; chosen on seeds that no published figure is from.
 *
 * @param sharing how clusters are shared between kinds of work
 * @param line how work waits
 * @param overrun when work is taken to be larger than it was said to be
 * @param candidates clusters that one decision looks at closely; all, where there are no more
 * @param staleAfterSeconds a view that is older says too little: two choices by hash
 * @param slowStartSeconds a new cluster grows to its full weight in this time
 */
public record PlacementPolicy(
    Sharing sharing,
    Line line,
    Overrun overrun,
    int candidates,
    double staleAfterSeconds,
    double slowStartSeconds) {
  /** What decisions say they were made by. */
  public static final String RULES = "placement-1";

  /**
   * How clusters are shared.
   *
   * @param interactiveWeight how much worse it is to slow interactive work down than batch work
   * @param concurrency how many pieces of interactive work are expected at a time, as a multiple of
   *     what came lately: they come in bursts
   * @param harm how much the slowdown of interactive work counts that is still to come
   * @param floorSeconds work is not held to be slowed down below this: what a person does not feel
   */
  public record Sharing(
      double interactiveWeight, double concurrency, double harm, double floorSeconds) {}

  /**
   * How work waits.
   *
   * @param patience slowdown beyond the ideal at which batch work rather waits than starts
   * @param impatience how much of its wait, in its own ideal durations, adds to that
   * @param perWorkspace work that one workspace may have waiting; what is more is refused
   * @param looked how much of the line is looked at when something changes
   */
  public record Line(double patience, double impatience, int perWorkspace, int looked) {}

  /**
   * When work has outgrown its estimate.
   *
   * @param factor times the 90th percentile of its estimate, from where on it is held to be heavy
   * @param leastSeconds it has run by then, so that a slow start is no overrun
   * @param isolateAfterSeconds interactive work that runs on is a runaway from here on
   * @param isolateFactor and has taken so many times the time that was forecast
   */
  public record Overrun(
      double factor, double leastSeconds, double isolateAfterSeconds, double isolateFactor) {}

  public static final PlacementPolicy ORDINARY =
      new PlacementPolicy(
          new Sharing(10, 2, 0.1, 0.25),
          new Line(0.5, 0.5, 1000, 16),
          new Overrun(2, 3, 6, 3),
          24,
          5,
          3);

  /** The same, with another number of clusters that one decision looks at. */
  public PlacementPolicy lookingAt(int clusters) {
    return new PlacementPolicy(
        sharing, line, overrun, clusters, staleAfterSeconds, slowStartSeconds);
  }

  /** The same, with another number of pieces of work that a workspace may have waiting. */
  public PlacementPolicy waiting(int perWorkspace) {
    Line other = new Line(line.patience(), line.impatience(), perWorkspace, line.looked());
    return new PlacementPolicy(
        sharing, other, overrun, candidates, staleAfterSeconds, slowStartSeconds);
  }
}
