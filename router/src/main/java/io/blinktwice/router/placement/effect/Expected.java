package io.blinktwice.router.placement.effect;

import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.size.decision.SizeEstimate;

/**
 * What a statement is expected to need.
 *
 * @param from what that is known from, as decisions tell it
 */
record Expected(Size size, String from) {
  /** A session that has not asked for anything yet may do so at any moment. */
  static final Expected OF_A_SESSION =
      new Expected(new Size(2, 10, 4, Size.Source.PRIOR), "SESSION");

  static final String OVERRUN = "OVERRUN";

  static Expected of(SizeEstimate estimate) {
    Size.Source source =
        switch (estimate.from()) {
          case SAME_PLAN, SAME_PLAN_ONCE, SAME_SHAPE -> Size.Source.HISTORY;
          case MODEL -> Size.Source.MODEL;
          case PRIOR -> Size.Source.PRIOR;
        };
    return new Expected(
        new Size(
            estimate.coreSeconds(), estimate.coreSecondsHigh(), estimate.parallelism(), source),
        estimate.from().name());
  }

  /** What has run away needs much more than it has had. */
  static Expected afterOverrun(double hadCoreSeconds, SizeEstimate estimate) {
    double seconds = Size.afterOverrun(hadCoreSeconds);
    return new Expected(
        new Size(seconds, seconds, estimate.parallelism(), Size.Source.PRIOR), OVERRUN);
  }
}
