package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.autoscaler.horizontal.decision.Candidate.Basis;

/**
 * What is expected within one start, beyond what there is now.
 *
 * @param rhythm cores added by the day's rhythm
 * @param schedule cores added by what usually starts at this minute
 * @param usual cores that the pool usually needs
 */
record Expected(double rhythm, double schedule, double usual) {
  double most(Basis base, double demand) {
    return switch (base) {
      case LEVEL -> demand;
      case RHYTHM -> demand + rhythm;
      case SCHEDULE -> demand + schedule;
    };
  }

  /** Cores that a candidate wants for work that may not wait. */
  double wanted(Candidate candidate, double demand) {
    double most = most(candidate.base(), demand);
    return most + candidate.marginOf(most, usual);
  }
}
