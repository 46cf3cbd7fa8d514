package io.blinktwice.simulator;

/**
 * Counts windows in which too few of the release's runs succeeded: how Argo Rollouts and Flagger
 * judge with the numbers of their documentation, and the same rule tuned.
 */
final class Thresholds extends Scheduled {
  /**
   * A rule of this family.
   *
   * @param minutes per window
   * @param success below which a window is a miss
   * @param misses at which the rollout stops
   * @param least runs for a window to count
   * @param emptyMisses whether a window without runs is a miss
   */
  record Rule(int minutes, double success, int misses, int least, boolean emptyMisses) {
    /** Interval 5 min, success ≥ 95 %, failureLimit 3: the fourth failed measurement aborts. */
    static final Rule ARGO = new Rule(5, .95, 4, 1, false);

    /** Interval 1 min, success rate ≥ 99 %, threshold 10; no traffic is a failed check. */
    static final Rule FLAGGER = new Rule(1, .99, 10, 1, true);

    /** The best of a grid of 160 with at most 2 % false pauses (research/rollout.md §0). */
    static final Rule TUNED = new Rule(30, .98, 5, 50, false);
  }

  private final Rule rule;
  private int runs;
  private int failures;
  private int misses;

  Thresholds(Fleet fleet, Rule rule) {
    super(fleet);
    this.rule = rule;
  }

  @Override
  public void saw(Attempted attempt) {
    if (attempt.onRelease()) {
      runs++;
      failures += attempt.failed() ? 1 : 0;
    }
  }

  @Override
  boolean badAfter(int minute) {
    if (minute % rule.minutes() != 0) {
      return false;
    }
    boolean low = runs >= rule.least() && runs - failures < rule.success() * runs;
    misses += low || (rule.emptyMisses() && runs == 0) ? 1 : 0;
    runs = 0;
    failures = 0;
    return misses >= rule.misses();
  }
}
