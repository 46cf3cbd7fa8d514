package io.blinktwice.pinning.api;

import io.blinktwice.contract.Reason;
import io.micronaut.serde.annotation.Serdeable;

/** Why something was decided. */
@Serdeable
public record ReasonAnswer(String rule, String sentence) {
  static ReasonAnswer of(Reason reason) {
    return new ReasonAnswer(reason.rule(), reason.sentence());
  }
}
