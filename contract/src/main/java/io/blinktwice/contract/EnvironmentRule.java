package io.blinktwice.contract;

import java.util.Arrays;

/**
 * The rules by which resolve refuses because of the environment that a client declares. To its
 * clients such a refusal is an answer, not the lack of one: the job is not run all the same.
 */
public enum EnvironmentRule {
  UNKNOWN("unknown-environment"),
  RETIRED("retired-environment"),
  UNSUPPORTED("unsupported-by-environment"),
  NONE_SUPPORTED("no-supported-version");

  private final String word;

  EnvironmentRule(String word) {
    this.word = word;
  }

  /** As answers name it. */
  public String word() {
    return word;
  }

  /** Whether a rule that an answer names is one of these. */
  public static boolean isOne(String rule) {
    return Arrays.stream(values()).anyMatch(one -> one.word.equals(rule));
  }
}
