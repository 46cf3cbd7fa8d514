package io.blinktwice.app;

import io.blinktwice.app.demo.Audience;
import io.blinktwice.app.demo.Demo;
import io.blinktwice.app.demo.DemoFailed;
import io.blinktwice.app.doctor.Doctor;
import io.blinktwice.app.doctor.Examination;
import io.blinktwice.app.doctor.Finding;
import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Happening;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFailed;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.Ports;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: the paper's story on an installation of its own. */
@Command(
    name = "demo",
    description = {
      "Plays the paper's story with real Spark servers and unmodified clients, and checks it.",
      "",
      "Jobs run on 3.5.7 and build a history; 4.2.0 is rolled out and breaks some; each failure is"
          + " classified, the retry on 3.5.7 succeeds, the workload is pinned. Once more with a"
          + " kill -9 of the control plane in between. As more workloads break, the roll-out slows"
          + " and stops. A fixed, faster build comes, pins end, a job moves to a newer client, and"
          + " the pool shrinks and grows. A query that never ends is left alone, and one that kills"
          + " its server is answered by a larger one."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0 only if all of it happened. " + ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DemoCommand implements Callable<Integer> {
  /** So that one can read, and look at the web page. */
  private static final Duration TO_READ = Duration.ofSeconds(4);

  /** Of two cores, with everything in the cache. */
  private static final Duration ALLOWED = Duration.ofSeconds(240);

  @Spec private CommandSpec spec;

  @Option(
      names = "--statement",
      paramLabel = "SQL",
      description =
          "What a job runs, in place of the three built-in ones; may be given more than once. It"
              + " must succeed on 3.5.7 and fail on 4.2.0, and it should only read. The story then"
              + " ends with step 4: how to fix it is not known.")
  private List<String> statements = new ArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "WHEN",
      defaultValue = "IF_POSSIBLE",
      description = "Whether a PySpark job takes part: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
  private Demo.PythonJob python;

  @Option(names = "--fast", description = "Do not wait between steps for anybody to read.")
  private boolean fast;

  @Option(names = "--pause", description = "Wait for Enter before each step.")
  private boolean pause;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Also write what is told into this file.")
  private Optional<Path> record;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Added to every port: " + Ports.DEFAULTS + ".")
  private int portOffset;

  @Override
  public Integer call() throws Exception {
    if (fast && pause) {
      throw new ParameterException(spec.commandLine(), "--fast and --pause exclude each other");
    }
    InstallationPlan plan = plan();
    List<Finding> problems = Examination.problems(Doctor.essentials(Examination.of(plan)));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> spec.commandLine().getErr().println(DoctorCommand.line(problem)));
      return ExitCode.NOT_FIT;
    }
    try (Transcript transcript = Transcript.in(record)) {
      return play(plan, transcript);
    }
  }

  private int play(InstallationPlan plan, Transcript transcript) throws Exception {
    Instant begin = Instant.now();
    Display display = Display.onStandardOutput();
    Installation installation = new Installation(plan, display);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopped(display, installation), "demo-shutdown"));
    try (installation) {
      display.heading(plan);
      installation.start();
      display.line("look at it: " + installation.addresses().http());
      transcript.note("ready after %d s".formatted(secondsSince(begin)));
      new Demo(plan, installation, script(), paced(transcript.beside(display)))
          .play(step -> display.on(new Happening.Fetching(step)));
      transcript.beside(display).chapter("All of it happened");
    } catch (InstallationFailed e) {
      transcript.note(String.valueOf(e.getMessage()));
      spec.commandLine().getErr().println("blinktwice: " + e.getMessage());
      return switch (e.fault()) {
        case OURS -> ExitCode.FAILED;
        case SURROUNDINGS -> ExitCode.NOT_FIT;
      };
    } catch (DemoFailed e) {
      transcript.note(String.valueOf(e.getMessage()));
      System.out.println("\nThe demo failed.\n" + e.getMessage());
      System.out.println("Logs are kept in " + plan.folder().logs());
      return ExitCode.FAILED;
    }
    plan.folder().delete();
    transcript
        .beside(display)
        .line(
            "from the first process to the last it took %d s; on two cores, with everything in the cache, %d s are allowed"
                .formatted(secondsSince(begin), ALLOWED.toSeconds()));
    return ExitCode.OK;
  }

  private static long secondsSince(Instant begin) {
    return Duration.between(begin, Instant.now()).toSeconds();
  }

  private Demo.Script script() {
    return statements.isEmpty() ? Demo.Script.builtIn(python) : Demo.Script.of(statements, python);
  }

  /** Before each part: nothing, a moment to read, or a person's Enter. */
  private Audience paced(Audience audience) {
    return new Audience() {
      @Override
      public void chapter(String title) throws InterruptedException {
        if (pause) {
          audience.line("Enter goes on with: " + title);
          awaitEnter();
        } else if (!fast) {
          Thread.sleep(TO_READ);
        }
        audience.chapter(title);
      }

      @Override
      public void line(String sentence) {
        audience.line(sentence);
      }
    };
  }

  private static void awaitEnter() {
    try {
      int read = System.in.read();
      while (read >= 0 && read != '\n') {
        read = System.in.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stopped(Display display, Installation installation) {
    if (!installation.isClosed()) {
      display.stopping();
      installation.close();
    }
  }

  private InstallationPlan plan() throws IOException {
    return new InstallationPlan(
        ProgramHome.ofThisProcess(),
        new InstallationFolder(Files.createTempDirectory("blinktwice-demo-")),
        ports(),
        new Backbone.Embedded(),
        List.of(new EngineVersion("3.5.7"), new EngineVersion("4.2.0")),
        PinnedArtifacts.defaultCache(System.getenv(), Path.of(System.getProperty("user.home"))),
        false,
        Demo.SERVERS);
  }

  private Ports ports() {
    try {
      return Ports.shiftedBy(portOffset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
