package io.blinktwice.contract;

/** A text that somebody gave us cannot be the id it was given as; the message says why. */
public final class InvalidIdentifier extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidIdentifier(String message) {
    super(message);
  }
}
