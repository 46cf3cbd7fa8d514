package io.blinktwice.classifier.api;

import io.blinktwice.classifier.Judging;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Comparison;
import io.blinktwice.classifier.decision.Failure;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Where failures are brought that are in no topic; the classifier is read when the first comes. */
@Singleton
@Requires(property = "blinktwice.roles.classifier", value = "true")
class FailureDesk {
  private final Judging judging;

  FailureDesk(Judging judging) {
    this.judging = judging;
  }

  Classification judge(Failure failure, Comparison compared) {
    return judging.published().classify(failure, compared);
  }
}
