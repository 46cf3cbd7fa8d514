package io.blinktwice.pinning.api;

import io.blinktwice.pinning.decision.Resolution;
import io.blinktwice.pinning.metrics.PinningMetrics;
import io.blinktwice.runtime.query.Relayed;
import java.time.Duration;
import java.util.function.Supplier;

/** Counts answers of resolve and how long each took, those that failed among them. */
final class Measured {
  private static final String CHOSEN = "chosen";
  private static final String REFUSED = "refused";
  private static final String FAILED = "failed";

  private Measured() {}

  static Resolution resolve(Supplier<Resolution> answer) {
    long began = System.nanoTime();
    try {
      Resolution resolution = answer.get();
      switch (resolution) {
        case Resolution.Chosen chosen -> count(CHOSEN, chosen.reason().rule(), began);
        case Resolution.Refused refused -> count(REFUSED, refused.reason().rule(), began);
      }
      return resolution;
    } catch (Relayed e) {
      throw e;
    } catch (RuntimeException e) {
      count(FAILED, e.getClass().getSimpleName(), began);
      throw e;
    }
  }

  private static void count(String outcome, String rule, long began) {
    PinningMetrics.RESOLVES.increment(outcome, rule);
    PinningMetrics.RESOLVE_SECONDS.observe(Duration.ofNanos(System.nanoTime() - began), outcome);
  }
}
