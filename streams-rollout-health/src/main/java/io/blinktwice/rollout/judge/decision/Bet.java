package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Arrays;
import java.util.Locale;

/**
 * One piece of evidence as data: who failed, in which arm, and what it did to the wealth.
 *
 * @param verdict the id of the verdict on the retry that settled it
 */
public record Bet(
    String unit,
    String workspace,
    Kind kind,
    boolean onRelease,
    double wealthBefore,
    double wealthAfter,
    String verdict) {

  /** What was bet on. */
  public enum Kind {
    /** Where the draw had put the unit; also on the retry's lot, if one was drawn. */
    FIRST_FAILURE("first failure", "succeeded at once on the last good version"),
    FAILED_AGAIN("failed again", "failed there again, where the lot had sent its retry"),
    RECOVERED("recovered", "succeeded there, where the lot had sent its retry"),
    FAILED_ON_BOTH("failed on both", "failed on the last good version too, by lot");

    private final String text;
    private final String sentence;

    Kind(String text, String sentence) {
      this.text = text;
      this.sentence = sentence;
    }

    /** As it is published. */
    public String text() {
      return text;
    }

    /** Of a name that a later release of ours made: what it has always been. */
    public static Kind of(String text) {
      return Arrays.stream(values())
          .filter(kind -> kind.text.equals(text))
          .findFirst()
          .orElse(FIRST_FAILURE);
    }
  }

  public double factor() {
    return wealthAfter / wealthBefore;
  }

  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s (workspace %s) failed on %s and %s: wealth %.3g became %.3g (× %.3g)",
        unit,
        workspace,
        onRelease ? "the release" : "the old version",
        kind.sentence,
        wealthBefore,
        wealthAfter,
        factor());
  }

  void write(StateWriter out) {
    out.text(unit);
    out.text(workspace);
    out.text(kind.text);
    out.flag(onRelease);
    out.real(wealthBefore);
    out.real(wealthAfter);
    out.text(verdict);
  }

  static Bet read(StateReader in) {
    return new Bet(
        in.text(),
        in.text(),
        in.format() > JudgeFormat.WITHOUT_LOTS ? Kind.of(in.text()) : Kind.FIRST_FAILURE,
        in.flag(),
        in.real(),
        in.real(),
        in.text());
  }
}
