package io.blinktwice.router.placement.effect;

/** A statement gets no place, not even in the line: its client may ask again later. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String sentence) {
    super(sentence);
  }
}
