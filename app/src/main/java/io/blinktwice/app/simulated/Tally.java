package io.blinktwice.app.simulated;

import java.util.Locale;

/** What has happened in a play, for its line and its end. */
final class Tally {
  private static final double NANOS = 1e9;

  private final long begin = System.nanoTime();
  String release = "";
  String state = "none";
  double share;
  long runs;
  long onRelease;
  long failed;
  long retried;
  long rescued;
  long userVisible;
  long unresolved;
  String lastTrouble = "";

  double seconds() {
    return (System.nanoTime() - begin) / NANOS;
  }

  /** One line for a terminal. */
  String line(double hour, long events, double perSecond, long open, long pins) {
    int seconds = (int) seconds();
    return String.format(
        Locale.ROOT,
        "%02d:%02d  hour %.1f  %,d runs  %,d events (%,.0f/s)  %s %s at %.3g %%: %,d runs  failed"
            + " %,d  rescued %,d  seen by users %,d  pins %,d  open %,d",
        seconds / 60,
        seconds % 60,
        hour,
        runs,
        events,
        perSecond,
        release,
        state.toLowerCase(Locale.ROOT).replace('_', ' '),
        100 * share,
        onRelease,
        failed,
        rescued,
        userVisible,
        pins,
        open);
  }
}
