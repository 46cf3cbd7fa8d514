package io.blinktwice.pinning.decision;

/** The version of the rules in this package: part of every decision's id and of every verdict. */
public final class RuleVersion {
  /** Raise it with every change that can change a decision. */
  public static final String CURRENT = "4";

  private RuleVersion() {}
}
