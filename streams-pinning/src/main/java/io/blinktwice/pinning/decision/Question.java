package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Which version does this attempt get?
 *
 * @param environment the client's environment version, where it has one
 * @param leastEpoch the roll-out epoch that the caller has seen; an older answer is no answer
 */
public record Question(Attempt attempt, @Nullable String environment, long leastEpoch) {
  public static Question of(Attempt attempt) {
    return new Question(attempt, null, 0);
  }
}
