package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Resolution;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * The version that an attempt gets.
 *
 * @param stable the fleet's stable version: what callers without a workload use meanwhile
 * @param rule the rule that chose it
 * @param reason the same in a sentence
 * @param larger whether the attempt should get more memory than the one before
 * @param epoch state of the roll-outs that the answer was made from; run events carry it back
 * @param validForSeconds how long the answer may be used
 * @param chain every rule that was asked, the one that chose last
 */
@Serdeable
public record ResolveAnswer(
    String decisionId,
    String version,
    @Nullable String stable,
    String rule,
    String reason,
    boolean larger,
    long epoch,
    long validForSeconds,
    List<ReasonAnswer> chain) {

  static ResolveAnswer of(Resolution.Chosen chosen, @Nullable EngineVersion stable) {
    return new ResolveAnswer(
        chosen.id().value(),
        chosen.version().value(),
        stable == null ? null : stable.value(),
        chosen.reason().rule(),
        chosen.reason().sentence(),
        chosen.larger(),
        chosen.epoch().rolloutDecisions(),
        chosen.validFor().toSeconds(),
        chosen.chain().stream()
            .map(reason -> new ReasonAnswer(reason.rule(), reason.sentence()))
            .toList());
  }
}
