package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Place;

/**
 * What one unit's first discordant failure multiplies the wealth of each hypothesis by, in logs;
 * fixed when the first attempt failed, before its retry is known.
 *
 * @param wave that the unit's draw had put it into when the attempt began; -1 for the old arm
 * @param flakeRate of the unit, from its history
 * @param cleanRuns that it had since its wave opened
 */
record Stake(
    String unit, Place place, int wave, double flakeRate, int cleanRuns, double[] logFactors) {
  boolean onRelease() {
    return wave != Waves.OLD;
  }

  void write(StateWriter out) {
    out.text(unit);
    out.text(place.workspace());
    out.text(place.environment());
    out.text(place.cluster());
    out.number(wave);
    out.real(flakeRate);
    out.number(cleanRuns);
    out.reals(logFactors);
  }

  static Stake read(StateReader in) {
    return new Stake(
        in.text(),
        new Place(in.text(), in.text(), in.text()),
        in.number(),
        in.real(),
        in.number(),
        in.reals());
  }
}
