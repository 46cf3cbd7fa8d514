package io.blinktwice.rollout.judge.decision;

/** Which forms of a judge's kept parts can be read. */
final class JudgeFormat {
  static final int NEWEST = 4;

  /** Of when budgets of releases, and what ran on the release alone, were not kept. */
  static final int WITHOUT_BUDGETS = 3;

  /** Of when failures that were repeated on the release were not counted apart. */
  static final int WITHOUT_REPEATS = 2;

  /** Of when no retry was drawn. */
  static final int WITHOUT_LOTS = 1;

  private JudgeFormat() {}
}
