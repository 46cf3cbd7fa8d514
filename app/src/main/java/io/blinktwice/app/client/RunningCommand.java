package io.blinktwice.app.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command as a child: it reads and writes as if it were alone, and the end of what it writes to
 * its standard error is kept. It ends when this process is told to.
 */
final class RunningCommand {
  private static final int KEPT = 64 * 1024;
  private static final int FIRST_SIGNAL = 128;
  private static final int KILLED = FIRST_SIGNAL + 9;
  private static final int GRACE_SECONDS = 10;

  private final Process process;
  private final byte[] tail = new byte[KEPT];
  private long written;

  private RunningCommand(Process process) {
    this.process = process;
  }

  /**
   * How it ended.
   *
   * @param said the end of its standard error
   * @param stopped whether somebody stopped it: that is no failure of its own
   */
  record Ended(int exitCode, String said, boolean stopped, long millis) {}

  static Ended run(List<String> command, Map<String, String> variables, OutputStream errors)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(variables);
    long start = System.nanoTime();
    RunningCommand running = new RunningCommand(builder.start());
    Thread stopping = new Thread(running::stop, "stop-command");
    Runtime.getRuntime().addShutdownHook(stopping);
    try {
      running.copy(errors);
      int code = running.process.waitFor();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      return new Ended(code, running.said(), isStopped(code), millis);
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(stopping);
      } catch (IllegalStateException e) {
        // This process ends already; the hook runs.
      }
    }
  }

  /**
   * By a signal that people and schedulers send; KILL is also what a kernel without memory sends.
   */
  private static boolean isStopped(int code) {
    return code > FIRST_SIGNAL && code != KILLED && code < FIRST_SIGNAL + 16 && !isCrash(code);
  }

  /** ABRT, BUS, FPE, SEGV and ILL, TRAP: its own doing. */
  private static boolean isCrash(int code) {
    int signal = code - FIRST_SIGNAL;
    return signal >= 4 && signal <= 8 || signal == 11;
  }

  private void copy(OutputStream errors) throws IOException {
    byte[] buffer = new byte[8192];
    try (InputStream from = process.getErrorStream()) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        errors.write(buffer, 0, read);
        errors.flush();
        for (int i = 0; i < read; i++) {
          tail[(int) (written++ % KEPT)] = buffer[i];
        }
      }
    }
  }

  private String said() {
    int length = (int) Math.min(written, KEPT);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = tail[(int) ((written - length + i) % KEPT)];
    }
    return new String(ordered, StandardCharsets.UTF_8);
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
