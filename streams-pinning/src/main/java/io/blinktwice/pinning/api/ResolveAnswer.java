package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Resolution;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Optional;

/**
 * The version that an attempt gets.
 *
 * @param fingerprint the workload's: where it was recognised by its job, what to ask about it by
 * @param stable the fleet's stable version: what callers without a workload use meanwhile
 * @param rule the rule that chose it
 * @param reason the same in a sentence
 * @param larger whether the attempt should get more memory than the one before
 * @param size of the cluster that it should get, where one is advised
 * @param memoryBytes the memory of that size, or what is advised where no sizes are known
 * @param alone whether it should have a cluster to itself
 * @param connect where a Spark Connect client connects, where the server was told
 * @param epoch state of the roll-outs that the answer was made from; run events carry it back
 * @param validForSeconds how long the answer may be used
 * @param chain every rule that was asked, the one that chose last; only for who wants it explained
 */
@Serdeable
public record ResolveAnswer(
    String decisionId,
    String fingerprint,
    String version,
    @Nullable String stable,
    String rule,
    String reason,
    boolean larger,
    @Nullable String size,
    @Nullable Long memoryBytes,
    boolean alone,
    @Nullable String connect,
    long epoch,
    long validForSeconds,
    @Nullable List<ReasonAnswer> chain) {

  /** What the answer says beside the decision. */
  record Around(
      String fingerprint,
      @Nullable EngineVersion stable,
      Optional<SizeWish> size,
      @Nullable String connect,
      boolean explained) {}

  static ResolveAnswer of(Resolution.Chosen chosen, Around around) {
    EngineVersion stable = around.stable();
    return new ResolveAnswer(
        chosen.id().value(),
        around.fingerprint(),
        chosen.version().value(),
        stable == null ? null : stable.value(),
        chosen.reason().rule(),
        chosen.reason().sentence(),
        chosen.larger(),
        around.size().map(SizeWish::size).orElse(null),
        around.size().map(SizeWish::bytes).filter(bytes -> bytes > 0).orElse(null),
        around.size().map(SizeWish::alone).orElse(false),
        around.connect(),
        chosen.epoch().rolloutDecisions(),
        chosen.validFor().toSeconds(),
        around.explained() ? chosen.chain().stream().map(ReasonAnswer::of).toList() : null);
  }
}
