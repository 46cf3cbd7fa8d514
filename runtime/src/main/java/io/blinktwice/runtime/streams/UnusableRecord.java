package io.blinktwice.runtime.streams;

/** A record that can be read but not used; the message says why. It becomes a dead letter. */
public final class UnusableRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableRecord(String reason) {
    super(reason);
  }

  public UnusableRecord(String reason, Throwable cause) {
    super(reason, cause);
  }
}
