package io.blinktwice.app;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "Jobs run on 3.5.7 and build a history; 4.2.0 is rolled out and breaks them; each failure is"
          + " classified, the retry on 3.5.7 succeeds, the workload is pinned. Once more with a"
          + " kill -9 of the control plane in between."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0 only if all of it happened. " + ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DemoCommand implements Callable<Integer> {
  /** Correct on 3.5; the first is rejected by the grammar of 4.x, the second by its ANSI mode. */
  private static final List<String> BUILT_IN =
      List.of("SELECT id ! IN (1) FROM range(1)", "SELECT CAST('abc' AS INT)");

  @Spec private CommandSpec spec;

  @Option(
      names = "--statement",
      paramLabel = "SQL",
      description =
          "What a job runs, in place of the two built-in ones; may be given more than once. It must"
              + " succeed on 3.5.7 and fail on 4.2.0, and it should only read.")
  private List<String> statements = new ArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "WHEN",
      defaultValue = "IF_POSSIBLE",
      description = "Whether a PySpark job takes part: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE}.")
  private Demo.PythonJob python;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Added to every port: " + Ports.DEFAULTS + ".")
  private int portOffset;

  @Override
  public Integer call() throws Exception {
    InstallationPlan plan = plan();
    List<Finding> problems = Examination.problems(Doctor.essentials(Examination.of(plan)));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> spec.commandLine().getErr().println(DoctorCommand.line(problem)));
      return ExitCode.NOT_FIT;
    }
    Display display = Display.onStandardOutput();
    Installation installation = new Installation(plan, display);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopped(display, installation), "demo-shutdown"));
    try (installation) {
      display.heading(plan);
      installation.start();
      new Demo(plan, installation, script(), display)
          .play(step -> display.on(new Happening.Fetching(step)));
      display.chapter("All of it happened");
    } catch (DemoFailed | InstallationFailed e) {
      System.out.println("\nThe demo failed.\n" + e.getMessage());
      System.out.println("Logs are kept in " + plan.folder().logs());
      return ExitCode.FAILED;
    }
    plan.folder().delete();
    return ExitCode.OK;
  }

  private Demo.Script script() {
    return new Demo.Script(statements.isEmpty() ? BUILT_IN : statements, python);
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
        false);
  }

  private Ports ports() {
    try {
      return Ports.shiftedBy(portOffset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
