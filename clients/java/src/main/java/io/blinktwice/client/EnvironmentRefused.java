package io.blinktwice.client;

import io.blinktwice.contract.EnvironmentRule;

/**
 * No version suits the environment that the caller declares, and the sentence says why. A control
 * plane that is away stops no job; this is an answer, and running all the same is what the
 * environment was declared against.
 */
public final class EnvironmentRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EnvironmentRefused(String sentence) {
    super(sentence);
  }

  static boolean isMeantBy(Api.Answer answer) {
    return answer.status() == 409
        && Json.readObject(answer.body()).get("rule") instanceof String rule
        && EnvironmentRule.isOne(rule);
  }
}
