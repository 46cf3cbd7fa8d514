package io.blinktwice.rollout.judge.decision;

import io.blinktwice.rollout.evidence.decision.Scope;
import java.util.Optional;

/**
 * Whose the damage is, once the wealth of all bets says that there is some: the fleet's, or that of
 * one part, which is then kept off the release while the others go on.
 *
 * <p>The bets outside a workspace are a wealth of their own, and as fair: it tests whether the
 * release is fine everywhere else, whatever it does there. Nobody knows which workspace may be the
 * broken one, so the fleet is paused only if that wealth is large whichever is left out. To take
 * the least of them costs nothing: whichever is broken, its own test has to fail.
 *
 * @param workspaces how many the fleet has
 * @param threshold the wealth at which a release is paused
 */
record Blame(PairedEvidence paired, Confinement confinement, int workspaces, double threshold) {
  /** A fleet is paused for harm in at least so many workspaces, if it has as many. */
  static final int BREADTH = 2;

  /**
   * The wealth outside any one workspace at which damage is the fleet's: if a single one is broken
   * it gets there with probability 1/10 at most, whatever the flake rates. That nearly all of these
   * would be one flake beside the first harmed unit is why {@link Confinement#isHarmedOutside} asks
   * for more than one failure, too, or for one that was repeated.
   */
  private static final double ELSEWHERE = 10;

  /** Where it falls. */
  sealed interface Falling {}

  /** More has to be known. */
  record Nowhere() implements Falling {}

  /** Only that part is harmed. */
  record OnPart(Scope scope) implements Falling {}

  /** It may be anybody's turn next. */
  record OnFleet() implements Falling {}

  Falling falls() {
    boolean broad = confinement.workspacesHarmed() >= Math.min(BREADTH, workspaces);
    Optional<Scope> culprit = confinement.culprit();
    if (broad && isBadElsewhere() && culprit.map(this::isBadOutside).orElse(true)) {
      return new OnFleet();
    }
    return culprit.isPresent() && paired.wealthWithout(culprit.get()) < threshold
        ? new OnPart(culprit.get())
        : new Nowhere();
  }

  private boolean isBadElsewhere() {
    return confinement.suspectWorkspaces().stream().allMatch(this::isBadOutside);
  }

  /** Also of the part that explains the harm best: one cluster harms many workspaces. */
  private boolean isBadOutside(Scope scope) {
    return confinement.isHarmedOutside(scope) && paired.wealthWithout(scope) >= ELSEWHERE;
  }
}
