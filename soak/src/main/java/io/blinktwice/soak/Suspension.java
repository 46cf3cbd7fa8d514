package io.blinktwice.soak;

import java.io.IOException;
import java.util.List;

/**
 * A process under {@code SIGSTOP}.
 *
 * <p>A shell holds it and wakes it as soon as the pipe from this process is closed, by order or
 * because this process is gone: a stopped process could not see that its parent has ended.
 */
final class Suspension implements AutoCloseable {
  private static final String SCRIPT =
      "trap '' INT; kill -STOP \"$1\" && { read -r _; kill -CONT \"$1\"; }";

  private final Process holder;

  private Suspension(Process holder) {
    this.holder = holder;
  }

  static Suspension of(long pid) throws IOException {
    return new Suspension(
        new ProcessBuilder(List.of("bash", "-c", SCRIPT, "suspend", Long.toString(pid)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
    } catch (IOException e) {
      holder.destroy(); // A pipe that is broken has nobody at its other end.
    }
    holder.onExit().join();
  }
}
