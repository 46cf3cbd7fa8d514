package io.blinktwice.app;

import io.blinktwice.app.doctor.Doctor;
import io.blinktwice.app.doctor.Examination;
import io.blinktwice.app.doctor.Finding;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFailed;
import io.blinktwice.app.installation.InstallationPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code up}: a whole installation on this machine, until Ctrl-C. */
@Command(
    name = "up",
    description = "Starts Kafka, registry, control plane and Spark servers, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Started again in the same folder, it goes on where it was. Logs are in FOLDER/logs.",
      ExitCode.LEGEND + " 130 after Ctrl-C."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InstallationOptions options;

  @Mixin private PoolOptions servers;

  @Override
  public Integer call() throws Exception {
    InstallationPlan chosen = options.plan();
    InstallationPlan plan = chosen.with(servers.limits(chosen.engines().size()));
    List<Finding> problems = Examination.problems(Doctor.essentials(Examination.of(plan)));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> spec.commandLine().getErr().println(DoctorCommand.line(problem)));
      return ExitCode.NOT_FIT;
    }
    Display display = Display.onStandardOutput();
    Installation installation = new Installation(plan, display);
    Thread stop = new Thread(() -> stopped(display, installation), "up-shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    try (installation) {
      display.heading(plan);
      installation.start();
      Path keys = plan.folder().keys();
      display.invitation(
          installation.addresses(),
          plan.ports().wayOut(plan.backbone()),
          Files.exists(keys) ? Optional.of(keys) : Optional.empty());
      String failure = installation.awaitFailure();
      spec.commandLine().getErr().println("blinktwice: " + failure);
      return ExitCode.FAILED;
    } catch (InstallationFailed e) {
      spec.commandLine().getErr().println("blinktwice: " + e.getMessage());
      return switch (e.fault()) {
        case OURS -> ExitCode.FAILED;
        case SURROUNDINGS -> ExitCode.NOT_FIT;
      };
    }
  }

  private static void stopped(Display display, Installation installation) {
    if (!installation.isClosed()) {
      display.stopping();
      installation.close();
    }
  }
}
