package io.blinktwice.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notebooks in a process of their own, with an unmodified client. It ends with its standard input,
 * which the kernel closes when this process is gone.
 */
final class OpenNotebooks implements AutoCloseable {
  private static final String PROGRAM = "Notebooks";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int TO_END_SECONDS = 10;

  private final Process process;
  private final Writer input;
  private final List<String> output = new ArrayList<>();

  /** How a statement ended, and what it found. */
  record Answer(boolean succeeded, List<String> rows, String end) {}

  private OpenNotebooks(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("notebooks").start(this::read);
  }

  /**
   * @param connections one for each notebook
   */
  static OpenNotebooks open(Client.Jvm client, List<String> connections, Path folder)
      throws IOException {
    return new OpenNotebooks(
        new ProcessBuilder(
                client.running(PROGRAM).command(String.join(" ", connections), List.of()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void heard(String line) {
    output.add(line);
    notifyAll();
  }

  /** Somebody runs this in the notebook. */
  void runs(int notebook, String statement) throws IOException {
    input.write(notebook + " " + statement + "\n");
    input.flush();
  }

  /** Runs it and waits for its end, which has to be a good one. */
  Answer answers(int notebook, String statement)
      throws DemoFailed, IOException, InterruptedException {
    runs(notebook, statement);
    Answer answer = ends(notebook);
    if (!answer.succeeded()) {
      throw new DemoFailed(
          "expected: '%s' to succeed in notebook %d%n    seen: %s"
              .formatted(statement, notebook, answer.end()));
    }
    return answer;
  }

  /** The end of what runs in the notebook. */
  synchronized Answer ends(int notebook) throws DemoFailed, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      @Nullable String end =
          output.stream()
              .filter(line -> line.matches("(DONE|FAILED) " + notebook + "( .*)?"))
              .findFirst()
              .orElse(null);
      if (end != null) {
        List<String> rows =
            output.stream()
                .filter(line -> line.startsWith("RESULT " + notebook + " "))
                .map(line -> line.substring(("RESULT " + notebook + " ").length()))
                .toList();
        output.removeIf(line -> line.equals(end) || line.startsWith("RESULT " + notebook + " "));
        return new Answer(end.startsWith("DONE"), rows, end);
      }
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0 || !process.isAlive()) {
        throw new DemoFailed(
            "expected: an answer in notebook %d%n    seen: %s"
                .formatted(notebook, new JobResult(process.isAlive() ? 0 : 1, output).tail()));
      }
      wait(Math.min(leftMillis, 1000));
    }
  }

  @Override
  public void close() {
    try {
      input.close();
      if (!process.waitFor(TO_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
