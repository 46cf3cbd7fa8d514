package io.blinktwice.app;

import io.blinktwice.app.demo.Audience;
import io.blinktwice.app.installation.Addresses;
import io.blinktwice.app.installation.Happening;
import io.blinktwice.app.installation.InstallationListener;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.runtime.artifact.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows what happens, a line for each thing; on a terminal, progress rewrites one line instead of
 * adding many.
 */
final class Display implements InstallationListener, Audience {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final long begin = System.nanoTime();
  private long lastProgress = begin - BETWEEN_LINES.toNanos();
  private String lastFetched = "";
  private boolean stopping;

  Display(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static Display onStandardOutput() {
    Console console = System.console();
    return new Display(System.out, console != null && console.isTerminal());
  }

  @Override
  public synchronized void on(Happening happening) {
    switch (happening) {
      case Happening.Fetching fetching -> progress(fetching.step());
      case Happening.Started started -> transientLine(started.component() + " is starting");
      case Happening.Ready ready ->
          line("%-14s ready after %.1f s".formatted(ready.component(), seconds(ready.after())));
      case Happening.Waiting waiting ->
          line(
              "%-14s not ready after %.0f s: %s"
                  .formatted(waiting.component(), seconds(waiting.since()), waiting.missing()));
      case Happening.EngineState engine ->
          line("%-14s %s".formatted("spark " + engine.version(), engine.state().toLowerCase()));
      case Happening.Ended ended -> {
        if (!stopping) {
          line(
              "%-14s ended with exit code %d; starting it again (%d of at most %d), see %s"
                  .formatted(
                      ended.component(),
                      ended.exitCode(),
                      ended.restart(),
                      ended.restartsAllowed(),
                      ended.log()));
        }
      }
      case Happening.GivenUp end -> {
        if (!stopping) {
          line("%-14s %s".formatted(end.component(), end.sentence()));
        }
      }
      case Happening.Stopped stopped -> line("%-14s stopped".formatted(stopped.component()));
    }
  }

  private void progress(Progress.Step step) {
    boolean last = step.expectedFiles() > 0 && step.files() == step.expectedFiles();
    boolean another = !step.artifacts().equals(lastFetched);
    long now = System.nanoTime();
    if (!terminal && !last && !another && now - lastProgress < BETWEEN_LINES.toNanos()) {
      return;
    }
    lastProgress = now;
    lastFetched = step.artifacts();
    String far =
        step.expectedFiles() > 0
            ? "%d of %d files, %d MB, "
                .formatted(step.files(), step.expectedFiles(), step.megabytes())
            : "";
    transientLine("fetching %s: %s%s".formatted(step.artifacts(), far, step.doing()));
  }

  synchronized void heading(InstallationPlan plan) {
    out.println("Blinktwice in " + plan.folder().root());
    out.flush();
  }

  synchronized void stopping() {
    stopping = true;
    line("stopping");
  }

  /**
   * @param keys where those are who may sign in; nothing where nobody has to
   */
  synchronized void invitation(Addresses addresses, String otherPorts, Optional<Path> keys) {
    line("everything is ready after %.0f s".formatted(seconds(sinceBegin())));
    out.println(
        """

          Spark Connect  %1$s
          web page       %2$s/
          HTTP API       %2$s
          Kafka          %3$s
          registry       %4$s

        %6$s
          curl%7$s %2$s/v1/pins
          pyspark --remote "%1$s/%8$s;x-workload-id=hello"
          ./blinktwice demo %5$s

        Ctrl-C stops everything; './blinktwice up' goes on with it."""
            .formatted(
                addresses.gateway(),
                addresses.http(),
                addresses.kafka().bootstrapServers(),
                addresses.kafka().registryUrl(),
                otherPorts.replaceFirst(" \\(.*", ""),
                keys.map(
                        file ->
                            "Callers sign in. Three things to try, once there is a key:%n  export KEY=$(./blinktwice keys create --actor \"$USER\" --role operate --file %s)"
                                .formatted(file))
                    .orElse("Three things to try:"),
                keys.isPresent() ? " -H \"Authorization: Bearer $KEY\"" : "",
                keys.isPresent() ? ";authorization=Bearer%20$KEY" : ""));
    out.flush();
  }

  @Override
  public synchronized void chapter(String title) {
    out.print(terminal ? CLEAR_LINE : "");
    out.println();
    out.println("== " + title);
    out.flush();
  }

  private Duration sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  @Override
  public synchronized void line(String text) {
    out.print(terminal ? CLEAR_LINE : "");
    out.println(stamped(text));
    out.flush();
  }

  private void transientLine(String text) {
    if (terminal) {
      out.print(CLEAR_LINE + stamped(text));
      out.flush();
    } else {
      line(text);
    }
  }

  private String stamped(String text) {
    return "%4d s  %s".formatted(sinceBegin().toSeconds(), text);
  }
}
