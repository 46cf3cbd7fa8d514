package io.blinktwice.soak;

import io.blinktwice.runtime.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A process that is killed, stopped and started again on order; it ends with this one. */
final class RunningProgram implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(20);

  private Program program;
  private @Nullable ChildProcess child;
  private @Nullable Suspension suspension;
  private boolean closed;
  private boolean away;

  RunningProgram(Program program) {
    this.program = program;
  }

  String name() {
    return program.command().name();
  }

  synchronized void start() throws IOException {
    if (!closed) {
      child = ChildProcess.start(program.command());
    }
  }

  synchronized boolean isAlive() {
    return child != null && child.isAlive();
  }

  boolean isReady() throws InterruptedException {
    try {
      return isAlive() && program.probe().succeeds();
    } catch (IOException e) {
      return false;
    }
  }

  void awaitReady() throws SoakFailed, InterruptedException {
    long deadline = System.nanoTime() + program.readyWithin().toNanos();
    while (!isReady()) {
      if (!isAlive() || System.nanoTime() > deadline) {
        throw new SoakFailed(
            "%s %s; see %s"
                .formatted(
                    name(),
                    isAlive()
                        ? "was not ready within " + program.readyWithin().toSeconds() + " s"
                        : "ended before it was ready",
                    program.command().log()));
      }
      Thread.sleep(PAUSE);
    }
  }

  /** As {@code kill -9}, then started again at once, as a supervisor would. */
  synchronized void killAndStartAgain() throws IOException {
    if (child != null) {
      child.kill();
      int exitCode = child.exit().join();
      assert exitCode != 0 : "a killed process does not end in order";
    }
    start();
  }

  /** As {@code kill -9}, and not missed until it is brought back. */
  synchronized void takeAway() {
    away = true;
    if (child != null) {
      child.kill();
      child.exit().join();
    }
  }

  synchronized void bringBack() throws IOException {
    away = false;
    start();
  }

  /** Whether it was taken away on purpose. */
  synchronized boolean isAway() {
    return away;
  }

  /** Ended in order and started as another build. */
  synchronized void replaceBy(Program next) throws IOException {
    if (child != null) {
      child.stop(GRACE);
    }
    program = next;
    start();
  }

  /** Stopped until the returned is closed. */
  synchronized Suspension suspend() throws IOException {
    if (child == null) {
      throw new IllegalStateException(name() + " does not run");
    }
    Suspension begun = Suspension.of(child.pid());
    suspension = begun;
    return begun;
  }

  /** Ends it in order; it is not started again. */
  @Override
  public void close() {
    ChildProcess last;
    synchronized (this) {
      closed = true;
      last = child;
      if (suspension != null) {
        suspension.close();
      }
    }
    if (last != null && last.isAlive()) {
      last.stop(GRACE);
    }
  }
}
