package io.blinktwice.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running child. It ends when this process does: the pipe to its standard input is what its
 * {@code Lifeline} holds on to.
 */
public final class ChildProcess implements AutoCloseable {
  private final JavaCommand command;
  private final Process process;

  private ChildProcess(JavaCommand command, Process process) {
    this.command = command;
    this.process = process;
  }

  public static ChildProcess start(JavaCommand command) throws IOException {
    Files.createDirectories(command.workingDirectory());
    Path logFolder = command.log().toAbsolutePath().getParent();
    if (logFolder != null) {
      Files.createDirectories(logFolder);
    }
    BoundedLog.bound(command.log());
    ProcessBuilder builder =
        new ProcessBuilder(command.commandLine())
            .directory(command.workingDirectory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    builder.environment().putAll(command.environment());
    Process process = builder.start();
    BoundedLog.watch(command.log(), process);
    return new ChildProcess(command, process);
  }

  public String name() {
    return command.name();
  }

  public Path log() {
    return command.log();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code; 128 + n for a child that signal n ended. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Asks it to end, waits that long, then ends it by force; returns its exit code. */
  public int stop(Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** Ends it at once, as {@code kill -9} would: for tests of recovery. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(10));
  }
}
