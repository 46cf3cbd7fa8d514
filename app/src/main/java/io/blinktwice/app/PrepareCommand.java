package io.blinktwice.app;

import io.blinktwice.app.installation.ClassTraining;
import io.blinktwice.app.installation.Happening;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code prepare}: what the launcher calls after a build, so that every later start is quick. */
@Command(
    name = "prepare",
    hidden = true,
    description = {
      "Makes the caches of classes that let broker, registry and control plane start quickly.",
      "",
      "The launcher calls this after a build; they are in target/aot. Without them everything works"
          + " as well. BLINKTWICE_AOT=off keeps them out of use."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
final class PrepareCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Display display = Display.onStandardOutput();
    Set<String> made =
        new ClassTraining(
                ProgramHome.ofThisProcess(),
                PinnedArtifacts.defaultCache(
                    System.getenv(), Path.of(System.getProperty("user.home"))),
                step -> display.on(new Happening.Fetching(step)))
            .train();
    display.line(
        made.isEmpty()
            ? "the class caches fit still"
            : "class caches made for " + String.join(", ", made));
    return ExitCode.OK;
  }
}
