package io.blinktwice.app.simulated;

import java.util.Locale;

/**
 * How a play ended.
 *
 * @param seconds from its first run until every role had read everything
 */
public record FleetOutcome(
    Tally tally, FleetAccount.Balance balance, long events, double seconds, long pins) {

  public boolean isClean() {
    return balance.isClean();
  }

  /** For people. */
  public String text() {
    StringBuilder said = new StringBuilder();
    line(said, "%,d runs, %,d on %s", tally.runs, tally.onRelease, tally.release);
    line(
        said,
        "%,d first attempts failed, %,d retries, %,d runs rescued, %,d failures seen by users, %,d"
            + " pins",
        tally.failed,
        tally.retried,
        tally.rescued,
        tally.userVisible,
        pins);
    line(
        said,
        "%s %s at %.3g %%",
        tally.release,
        tally.state.toLowerCase(Locale.ROOT).replace('_', ' '),
        100 * tally.share);
    line(
        said,
        "%,d events in %.1f s: %,.0f events/s through classifier, pinning and roll-outs",
        events,
        seconds,
        events / seconds);
    if (tally.unresolved > 0) {
      line(said, "%,d times resolve gave no version: %s", tally.unresolved, tally.lastTrouble);
    }
    line(said, "%s%s", balance.sentence(), isClean() ? "" : ": NOT CLEAN");
    if (balance.missing() > 0) {
      line(said, "%,d effects never came", balance.missing());
    }
    if (balance.unanswered() > 0) {
      line(said, "%,d records may or may not have been accepted", balance.unanswered());
    }
    balance.violations().forEach(violation -> line(said, "violated: %s", violation));
    return said.toString().stripTrailing();
  }

  private static void line(StringBuilder said, String form, Object... what) {
    said.append(String.format(Locale.ROOT, form, what)).append('\n');
  }

  /** For programs. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"release\":\"%s\",\"state\":\"%s\",\"share\":%.4f,\"runs\":%d,\"onRelease\":%d,\"failed\":%d,"
            + "\"retried\":%d,\"rescued\":%d,\"userVisible\":%d,\"pins\":%d,\"events\":%d,\"seconds\":%.3f,"
            + "\"eventsPerSecond\":%.1f,\"accepted\":%d,\"applied\":%d,\"deduplicated\":%d,"
            + "\"deadLettered\":%d,\"missing\":%d,\"unanswered\":%d,\"violations\":%d,\"clean\":%b}",
        tally.release,
        tally.state,
        tally.share,
        tally.runs,
        tally.onRelease,
        tally.failed,
        tally.retried,
        tally.rescued,
        tally.userVisible,
        pins,
        events,
        seconds,
        events / seconds,
        balance.accepted(),
        balance.applied(),
        balance.deduplicated(),
        balance.deadLettered(),
        balance.missing(),
        balance.unanswered(),
        balance.violations().size(),
        isClean());
  }
}
