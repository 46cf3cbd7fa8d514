package io.blinktwice.pinning.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workload runs on this version until the pin ends. */
public record Pin(
    DecisionId id, EngineVersion version, Origin origin, Instant createdAt, List<Reason> reasons) {
  public Pin {
    reasons = List.copyOf(reasons);
  }

  /** Who made it. */
  public sealed interface Origin {

    /** The system, by comparing two attempts of one run. */
    record Proven(Evidence evidence) implements Origin {}

    /** A person. */
    record ByHand(String actor) implements Origin {}
  }

  /** Two attempts of one run that differ in the version and in the outcome. */
  public record Evidence(
      RunId run,
      int failedAttempt,
      EngineVersion failedVersion,
      int goodAttempt,
      EngineVersion goodVersion,
      Classified classified,
      @Nullable FailureSeen failure) {}

  public boolean isByHand() {
    return origin instanceof Origin.ByHand;
  }

  /** The version that the workload is kept away from, where there is one. */
  public @Nullable EngineVersion awayFrom() {
    return switch (origin) {
      case Origin.Proven(Evidence evidence) -> evidence.failedVersion();
      case Origin.ByHand byHand -> null;
    };
  }
}
