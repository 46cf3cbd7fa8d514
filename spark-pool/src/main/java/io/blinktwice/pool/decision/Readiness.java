package io.blinktwice.pool.decision;

/** What became of the wait for a server's first answer. */
public sealed interface Readiness {
  /** It answered a query. */
  record Answered() implements Readiness {}

  /** Someone else took its port between our choice and its start: worth another try at once. */
  record PortTaken() implements Readiness {}

  /** It ended, or was ended because it took too long. */
  record Ended(ServerEnd end) implements Readiness {}

  /** Reads the end of a server that had not answered yet. */
  static Readiness ofEnd(ServerEnd end, String log) {
    boolean couldNotBind =
        log.contains("java.net.BindException") || log.contains("Failed to bind to address");
    return end.loss() == Loss.CRASHED && couldNotBind ? new PortTaken() : new Ended(end);
  }
}
