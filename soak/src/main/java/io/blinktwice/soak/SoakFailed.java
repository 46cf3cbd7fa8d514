package io.blinktwice.soak;

/** The soak could not be run or went on in vain; the message is a sentence for people. */
public final class SoakFailed extends Exception {
  private static final long serialVersionUID = 1L;

  SoakFailed(String message) {
    super(message);
  }
}
