package io.blinktwice.rollout.decision;

/** Why a command is not carried out. */
public record Refusal(Rule rule, String sentence) {
  /** What forbids it. */
  public enum Rule {
    VERSION_IS_NOT_REGISTERED,
    SHARE_IS_OUT_OF_RANGE,
    SHARE_DOES_NOT_GROW,
    BUDGET_IS_OUT_OF_RANGE,
    VERSION_IS_STABLE,
    FLEET_HAS_NO_STABLE_VERSION,
    ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS
  }
}
