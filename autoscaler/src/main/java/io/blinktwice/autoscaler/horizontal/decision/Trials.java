package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.List;

/**
 * Every candidate in the shadow of one pool: the newsvendor's quantile by experience. Followed is
 * the cheapest that would have kept the objective over the last days, corrected by how much later
 * the real pool was than its shadow said.
 */
final class Trials {
  private static final int DAY = 86_400;

  /** After so many days a tick weighs half. */
  private static final double HALF_LIFE_DAYS = 3;

  /** Part of the objective that is aimed at: the rest is for what the past did not show. */
  private static final double AIM = 0.95;

  /** What a better candidate must save for a change. */
  private static final double WORTH_A_CHANGE = 0.02;

  private static final double LEAST_CORRECTION = 0.5;
  private static final double MOST_CORRECTION = 3;

  /** Late work that is assumed on top, so that little history promises little. */
  private static final double CAUTION = 2;

  private static final int SHORT_HOLD_SECONDS = 60;
  private static final int LONG_HOLD_SECONDS = 360;

  private final List<ShadowPool> shadows;
  private final double forget;
  private final int urgentOnly;
  private int chosen = -1;
  private double arrivals;
  private double arrivalsPatient;
  private double late;
  private double latePatient;
  private double lateByShadow;
  private double started;
  private double startedPatient;

  Trials(int tickSeconds) {
    shadows =
        Candidate.ALL.stream()
            .map(candidate -> new ShadowPool(candidate, holdTicks(candidate, tickSeconds)))
            .toList();
    urgentOnly =
        (int) Candidate.ALL.stream().filter(each -> each.sharing().equals(Candidate.ALONE)).count();
    forget = Math.pow(0.5, tickSeconds / (HALF_LIFE_DAYS * DAY));
  }

  static int holdTicks(Candidate candidate, int tickSeconds) {
    return (candidate.longHold() ? LONG_HOLD_SECONDS : SHORT_HOLD_SECONDS) / tickSeconds;
  }

  double forget() {
    return forget;
  }

  void begin(Observed now) {
    shadows.forEach(shadow -> shadow.begin(now.servers(), now.urgent(), now.patient()));
  }

  private int inUse() {
    return arrivalsPatient > 0 ? shadows.size() : urgentOnly;
  }

  void step(Tick tick, Observed now) {
    arrivals = arrivals * forget + tick.arrived();
    arrivalsPatient = arrivalsPatient * forget + tick.arrivedPatient();
    double startedNow = tick.line().all() - now.urgent().waiting();
    late = late * forget + tick.line().late(started, startedNow);
    started = startedNow;
    double startedPatientNow = tick.patientLine().all() - now.patient().waiting();
    latePatient = latePatient * forget + tick.patientLine().late(startedPatient, startedPatientNow);
    startedPatient = startedPatientNow;
    lateByShadow *= forget;
    for (int place = 0; place < inUse(); place++) {
      double lateNow = shadows.get(place).step(tick);
      if (place == chosen) {
        lateByShadow += lateNow;
      }
    }
  }

  /** Late work per late work that the shadow saw. */
  private double correction(double objective) {
    double prior = objective * arrivals / 4 + CAUTION;
    return Math.clamp((late + prior) / (lateByShadow + prior), LEAST_CORRECTION, MOST_CORRECTION);
  }

  /** Looks whether another candidate is to be followed; only those that do not forecast, or all. */
  void choose(double objective, boolean levelOnly) {
    double correction = correction(objective);
    int best = -1;
    int safest = -1;
    for (int place = 0; place < inUse(); place++) {
      ShadowPool shadow = shadows.get(place);
      if (levelOnly && shadow.candidate().base() != Candidate.Basis.LEVEL) {
        continue;
      }
      if (keeps(shadow, objective, correction)
          && (best < 0 || shadow.cost() < shadows.get(best).cost())) {
        best = place;
      }
      if (safest < 0 || isSafer(shadow, shadows.get(safest))) {
        safest = place;
      }
    }
    int wanted = best < 0 ? safest : best;
    if (!stays(wanted, objective, correction, levelOnly)) {
      chosen = wanted;
    }
  }

  private boolean stays(int wanted, double objective, double correction, boolean levelOnly) {
    if (chosen < 0 || chosen >= inUse()) {
      return false;
    }
    ShadowPool now = shadows.get(chosen);
    return !(levelOnly && now.candidate().base() != Candidate.Basis.LEVEL)
        && keeps(now, objective, correction)
        && shadows.get(wanted).cost() > (1 - WORTH_A_CHANGE) * now.cost();
  }

  private boolean keeps(ShadowPool shadow, double objective, double correction) {
    return shadow.late() * correction + CAUTION <= AIM * objective * arrivals
        && (arrivalsPatient == 0
            || shadow.latePatient() + CAUTION <= AIM * objective * arrivalsPatient);
  }

  private static boolean isSafer(ShadowPool one, ShadowPool other) {
    double difference = one.late() + one.latePatient() - other.late() - other.latePatient();
    return difference < 0 || (difference == 0 && one.cost() < other.cost());
  }

  Candidate chosen() {
    return shadows.get(chosen).candidate();
  }

  boolean hasChosen() {
    return chosen >= 0;
  }

  /** Share of the urgent work that was late, in the real pool. */
  double lateShare() {
    return arrivals > 0 ? late / arrivals : 0;
  }

  /** Share of the urgent work that the followed candidate served in time, in the shadow. */
  double coverage() {
    return arrivals > 0 ? 1 - Math.min(1, shadows.get(chosen).late() / arrivals) : 1;
  }

  void write(StateWriter out) {
    out.number(chosen + 1);
    for (double value :
        new double[] {
          arrivals, arrivalsPatient, late, latePatient, lateByShadow, started, startedPatient
        }) {
      out.real(value);
    }
    for (int place = 0; place < inUse(); place++) {
      shadows.get(place).write(out);
    }
  }

  /** Apart from the rest, which was stored before budgets were. */
  void writeChurn(StateWriter out) {
    for (int place = 0; place < inUse(); place++) {
      shadows.get(place).churn().write(out);
    }
  }

  void readChurn(StateReader in) {
    for (int place = 0; place < inUse(); place++) {
      shadows.get(place).churn().read(in);
    }
  }

  void read(StateReader in) {
    chosen = in.number() - 1;
    arrivals = in.real();
    arrivalsPatient = in.real();
    late = in.real();
    latePatient = in.real();
    lateByShadow = in.real();
    started = in.real();
    startedPatient = in.real();
    if (chosen >= shadows.size()) {
      throw new IllegalArgumentException("stored state follows an unknown candidate");
    }
    for (int place = 0; place < inUse(); place++) {
      shadows.get(place).read(in);
    }
  }
}
