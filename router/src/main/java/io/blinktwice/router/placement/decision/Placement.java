package io.blinktwice.router.placement.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one piece of work, with everything that it was decided from.
 *
 * @param cluster where it goes; none while it waits or when it was refused
 * @param candidates what was looked at, best first
 * @param expectedSeconds how long it is expected to take there
 * @param viewAgeSeconds age of the oldest report among the candidates
 */
public record Placement(
    Work work,
    Verdict verdict,
    @Nullable String cluster,
    List<Candidate> candidates,
    double expectedSeconds,
    double viewAgeSeconds,
    Reason reason) {

  /** What becomes of the work. */
  public enum Verdict {
    PLACED,
    WAITS,
    /** For good, or until the client asks again; the reason says which. */
    REFUSED
  }

  /**
   * A cluster that was looked at.
   *
   * @param score slowdown that the work and its neighbours would have together; lower is better
   * @param excludedBy the rule that left it out; none when it could have been chosen
   */
  public record Candidate(String cluster, double score, @Nullable Rule excludedBy) {}

  /** Why. */
  public record Reason(Rule rule, String sentence) {}

  /** The rules, as decisions name them. */
  public enum Rule {
    LEAST_EXPECTED_SLOWDOWN,
    TWO_CHOICES_ON_A_STALE_VIEW,
    ASKED_FOR,
    WAITING_IS_CHEAPER,
    KEPT_OPEN_FOR_INTERACTIVE_WORK,
    OWNED_BY_ANOTHER_WORKSPACE,
    STRICT_ISOLATION,
    TAKES_NO_NEW_WORK,
    HAS_A_RUNAWAY,
    /** Resolve advised a size, and another cluster is closer to that. */
    ANOTHER_SIZE_SUITS_BETTER,
    /** What runs there ran out of memory beside others and is tried alone. */
    RUNS_ONE_ALONE,
    NO_SUCH_CLUSTER,
    NO_CLUSTER,
    WORKSPACE_WAITS_FOR_TOO_MUCH,
    /** Its client left while it waited. */
    WITHDRAWN
  }

  static Placement refused(Work work, Rule rule, String sentence) {
    return new Placement(work, Verdict.REFUSED, null, List.of(), 0, 0, new Reason(rule, sentence));
  }

  public boolean placed() {
    return verdict == Verdict.PLACED;
  }
}
