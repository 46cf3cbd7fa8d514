package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Comparison;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.WireError;
import org.jspecify.annotations.Nullable;

/** From Avro to what the decision knows. */
public final class Decoding {
  private Decoding() {}

  public static Failure failure(WireError error) {
    return new Failure(
        error.getGrpcStatus(),
        error.getExceptionClass(),
        error.getExceptionChain(),
        error.getCondition(),
        error.getSqlState(),
        error.getMessage());
  }

  static Comparison comparison(String version, @Nullable String predecessor) {
    return new Comparison(version(version), version(predecessor), null);
  }

  /** A version of a form that we do not know is nothing to compare with. */
  private static @Nullable EngineVersion version(@Nullable String named) {
    try {
      return named == null ? null : new EngineVersion(named);
    } catch (InvalidIdentifier unknownForm) {
      return null;
    }
  }
}
