package io.blinktwice.pinning.api;

import io.blinktwice.pinning.decision.Resolution;
import io.micronaut.serde.annotation.Serdeable;

/**
 * The version that an attempt gets.
 *
 * @param rule the rule that chose it
 * @param reason the same in a sentence
 * @param larger whether the attempt should get more memory than the one before
 * @param epoch state of the roll-outs that the answer was made from; run events carry it back
 * @param validForSeconds how long the answer may be used
 */
@Serdeable
public record ResolveAnswer(
    String decisionId,
    String version,
    String rule,
    String reason,
    boolean larger,
    long epoch,
    long validForSeconds) {

  static ResolveAnswer of(Resolution.Chosen chosen) {
    return new ResolveAnswer(
        chosen.id().value(),
        chosen.version().value(),
        chosen.reason().rule(),
        chosen.reason().sentence(),
        chosen.larger(),
        chosen.epoch().rolloutDecisions(),
        chosen.validFor().toSeconds());
  }
}
