package io.blinktwice.app.installation;

/** An installation cannot start or go on; the message is a sentence for people and a way on. */
public final class InstallationFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** Where the cause lies. */
  public enum Fault {
    /** Something that was started did not work. */
    OURS,
    /** The machine lacks something, or something is in the way. */
    SURROUNDINGS
  }

  private final Fault fault;

  InstallationFailed(String message) {
    this(Fault.OURS, message);
  }

  InstallationFailed(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  InstallationFailed(String message, Throwable cause) {
    super(message, cause);
    this.fault = Fault.OURS;
  }

  public Fault fault() {
    return fault;
  }
}
