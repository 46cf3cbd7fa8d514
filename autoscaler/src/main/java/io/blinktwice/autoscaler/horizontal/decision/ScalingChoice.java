package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many servers a pool should have, and why.
 *
 * @param target servers, ready and starting ones
 * @param reserve cores that work which may wait leaves free
 * @param rule the candidate that is followed
 * @param expected cores expected within one start
 * @param covered cores with the margin of the objective
 * @param coverage share of work that such a margin served in time, by experience
 * @param lower fewest servers of the online optimum
 * @param upper most servers of it
 * @param needed servers that the demand of this moment needs
 * @param heldBackBy what limited the target
 */
public record ScalingChoice(
    int target,
    double reserve,
    Candidate rule,
    double expected,
    double covered,
    double coverage,
    int lower,
    int upper,
    int needed,
    @Nullable Limit heldBackBy,
    List<Reason> reasons) {

  /** What may limit a target. */
  public enum Limit {
    MOST("max-clusters"),
    LEAST("min-clusters"),
    CEILING("cost-ceiling"),
    COST_BOUND("cost-bound"),
    CHURN("churn-budget"),
    LIVE_DEMAND("live-demand");

    private final String label;

    Limit(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public ScalingChoice {
    reasons = List.copyOf(reasons);
  }

  /** The same, for one reason more. */
  public ScalingChoice because(Reason more) {
    List<Reason> all = new ArrayList<>(reasons);
    all.add(more);
    return new ScalingChoice(
        target, reserve, rule, expected, covered, coverage, lower, upper, needed, heldBackBy, all);
  }
}
