package io.blinktwice.app.doctor;

/**
 * What was found about one requirement.
 *
 * @param subject a word or two
 * @param sentence what is the case
 * @param cure what to do about it; empty when nothing has to be done
 */
public record Finding(String subject, Verdict verdict, String sentence, String cure) {
  /** Whether it keeps an installation from starting. */
  public enum Verdict {
    OK,
    /** It starts, but is less safe or less well than it could be. */
    WARNING,
    PROBLEM
  }

  static Finding ok(String subject, String sentence) {
    return new Finding(subject, Verdict.OK, sentence, "");
  }

  static Finding warning(String subject, String sentence, String cure) {
    return new Finding(subject, Verdict.WARNING, sentence, cure);
  }

  static Finding problem(String subject, String sentence, String cure) {
    return new Finding(subject, Verdict.PROBLEM, sentence, cure);
  }

  public boolean isProblem() {
    return verdict == Verdict.PROBLEM;
  }
}
