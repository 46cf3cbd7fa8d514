package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.events.WireError;

/** From Avro to what the decision knows. */
final class Decoding {
  private Decoding() {}

  static Failure failure(WireError error) {
    return new Failure(
        error.getGrpcStatus(),
        error.getExceptionClass(),
        error.getExceptionChain(),
        error.getCondition(),
        error.getSqlState(),
        error.getMessage());
  }
}
