package io.blinktwice.pool.decision;

/**
 * How a server's process ended.
 *
 * @param detail a sentence for people
 */
public record ServerEnd(int exitCode, Loss loss, String detail) {
  /** The JVM's own, by {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int JVM_OUT_OF_MEMORY = 3;

  /** Spark's, from the handler of what a thread did not catch. */
  private static final int SPARK_OUT_OF_MEMORY = 52;

  private static final int SIGNAL = 128;
  private static final int SIGKILL = SIGNAL + 9;

  /**
   * Reads an exit code.
   *
   * <p>The gateway cannot tell these apart: on the wire, out of memory and {@code kill -9} are the
   * same broken connection.
   *
   * @param asked whether we had asked the server to end
   */
  public static ServerEnd read(int exitCode, boolean asked) {
    return switch (exitCode) {
      case JVM_OUT_OF_MEMORY, SPARK_OUT_OF_MEMORY ->
          end(exitCode, Loss.OUT_OF_MEMORY, "the server ran out of memory");
      case SIGKILL ->
          asked
              ? end(exitCode, Loss.STOPPED, "the server did not end when asked and was ended")
              : end(exitCode, Loss.KILLED, "the server was killed from outside");
      default ->
          asked
              ? end(exitCode, Loss.STOPPED, "the server was stopped")
              : end(exitCode, Loss.CRASHED, "the server ended by itself");
    };
  }

  /** Of a server that we ended because it answered no query for too long. */
  public static ServerEnd unresponsive(int exitCode) {
    return end(exitCode, Loss.CRASHED, "the server answered no query in time and was ended");
  }

  private static ServerEnd end(int exitCode, Loss loss, String what) {
    return new ServerEnd(exitCode, loss, what + " (exit code " + exitCode + ")");
  }
}
