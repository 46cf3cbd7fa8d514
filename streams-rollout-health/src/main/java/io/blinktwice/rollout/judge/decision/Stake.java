package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.CleanRuns;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.Place;
import java.time.Instant;

/**
 * A failure on whose retry something is bet, and what that can cost at most.
 *
 * @param lotPaid what the retry's lot was worth has been paid, if it had one
 * @param worst log factors, one per hypothesis of the mixture, none above zero
 */
record Stake(Failure failure, boolean lotPaid, double[] worst) {

  /**
   * A first attempt that failed under suspicion.
   *
   * @param open what was open when it began: its arm is decided there
   * @param onRelease whether it ran on the release
   * @param lot how it was drawn where the retry runs that is under way
   */
  record Failure(
      String unit,
      Place place,
      double draw,
      Instant startedAt,
      CleanRuns clean,
      double flakeRate,
      Waves open,
      boolean onRelease,
      Lot lot) {

    /**
     * It ran on another version than its draw says: pinned, or sent there to be compared. That
     * tells nothing of the release.
     */
    boolean isElsewhere() {
      return !onRelease && open.label(draw) != Waves.OLD;
    }

    /** How often it fails so by flakes alone: what failed there again has flaked twice. */
    double flakesSeen() {
      return lot.same() ? LotOdds.failsTwice(flakeRate) : flakeRate;
    }

    /** Clean runs since the wave opened, or since that time if it is later. */
    int cleanSince(int wave, Instant time) {
      Instant joined = wave == Waves.OLD ? time : open.opened().get(wave).openedAt();
      return clean.since(joined.isAfter(time) ? joined : time);
    }
  }

  String unit() {
    return failure.unit();
  }

  Place place() {
    return failure.place();
  }

  /** The wave whose draw the unit had; that of the old arm where it ran elsewhere. */
  int wave() {
    return failure.isElsewhere() ? Waves.OLD : failure.open().label(failure.draw());
  }

  boolean onRelease() {
    return wave() != Waves.OLD;
  }

  /** Clean runs since it joined the release, or since that time if it is later. */
  int cleanSince(Instant time) {
    return failure.cleanSince(failure.open().label(failure.draw()), time);
  }

  void write(StateWriter out) {
    out.text(failure.unit());
    out.text(failure.place().workspace());
    out.text(failure.place().environment());
    out.text(failure.place().cluster());
    out.real(failure.draw());
    out.time(failure.startedAt());
    failure.clean().write(out);
    out.real(failure.flakeRate());
    failure.open().write(out);
    out.flag(failure.onRelease());
    failure.lot().write(out);
    out.flag(lotPaid);
    out.reals(worst);
  }

  static Stake read(StateReader in) {
    return new Stake(
        new Failure(
            in.text(),
            new Place(in.text(), in.text(), in.text()),
            in.real(),
            in.instant(),
            CleanRuns.read(in),
            in.real(),
            Waves.read(in),
            in.flag(),
            Lot.read(in)),
        in.flag(),
        in.reals());
  }
}
