package io.blinktwice.app;

import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.installation.Ports;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.app.installation.SoakPrograms;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.soak.Build;
import io.blinktwice.soak.Cast;
import io.blinktwice.soak.KillSoak;
import io.blinktwice.soak.Outcome;
import io.blinktwice.soak.RegistrySoak;
import io.blinktwice.soak.Soak;
import io.blinktwice.soak.SoakFailed;
import io.blinktwice.soak.SoakPlan;
import io.blinktwice.soak.UpgradeSoak;
import io.blinktwice.soak.Voice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code soak}: disturbs real processes under load and checks the outcome. */
@Command(
    name = "soak",
    description = "Disturbs real processes under load and checks that every effect was single.",
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SoakCommand implements Runnable {
  private static final int WORKLOADS = 2_000;

  /** What is written, and what was before runs that are over were kept apart. */
  private static final int FORMAT_NOW = 8;

  private static final int FORMAT_BEFORE = 6;

  @Spec private CommandSpec spec;

  /** Options that every soak has. */
  static final class Load {
    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "2000",
        description = "Records a second: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of what is reported and what is disturbed; drawn when it is not given.")
    private Optional<Long> seed;

    @Option(
        names = "--port-offset",
        paramLabel = "N",
        defaultValue = "700",
        description = "Added to the ports of an installation: ${DEFAULT-VALUE}.")
    private int portOffset;

    @Option(names = "--json", description = "Figures as JSON lines on standard output.")
    private boolean json;

    @Option(
        names = "--dir",
        paramLabel = "FOLDER",
        description =
            "Where logs and data are kept for good; by default in a temporary folder that only"
                + " stays when something was wrong.")
    private Optional<Path> folder;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to soak: kill, registry or upgrade");
  }

  /** Kills and stops. */
  @Command(
      name = "kill",
      description = {
        "Kills and stops instances and brokers under load.",
        "",
        "Checks that every accepted record has its effect once, that stores, changelogs and topics"
            + " agree, and that processing goes on within 15 s at p95 and 30 s at most. With three"
            + " brokers on one machine the time is told but not judged."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int kill(
      @Mixin Load load,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "50",
              description = "Disturbances, one after the other: ${DEFAULT-VALUE}.")
          int rounds,
      @Option(
              names = "--brokers",
              paramLabel = "N",
              defaultValue = "1",
              description = "One, or three with three copies of everything: ${DEFAULT-VALUE}.")
          int brokers,
      @Option(
              names = "--untimed",
              description = "Tell how soon processing goes on, but do not judge it.")
          boolean untimed)
      throws Exception {
    if (brokers != 1 && brokers != 3) {
      throw new ParameterException(spec.commandLine(), "--brokers is 1 or 3, not " + brokers);
    }
    SoakPlan plan = plan(load, rounds);
    Voice voice = new SoakVoice(load.json);
    return perform(
        load,
        brokers,
        cast -> new KillSoak(cast, ownBuild(FORMAT_NOW), plan, brokers == 1 && !untimed, voice));
  }

  /** Takes the registry away. */
  @Command(
      name = "registry",
      description = {
        "Takes the registry away under load, for ten minutes unless told otherwise.",
        "",
        "Meanwhile an instance is killed and has to start without it. Checks the same as 'kill'."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int registry(
      @Mixin Load load,
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "600",
              description = "How long it is away: ${DEFAULT-VALUE}.")
          int seconds)
      throws Exception {
    if (seconds < 1) {
      throw new ParameterException(spec.commandLine(), "--seconds is at least 1, not " + seconds);
    }
    SoakPlan plan = plan(load, 1);
    Voice voice = new SoakVoice(load.json);
    return perform(
        load,
        1,
        cast ->
            new RegistrySoak(cast, ownBuild(FORMAT_NOW), plan, Duration.ofSeconds(seconds), voice));
  }

  /** Rolls from one build to another and back. */
  @Command(
      name = "upgrade",
      description = {
        "Replaces the instances under load, one by one, by a build with another store format, and"
            + " goes back.",
        "",
        "By default both are this build, told to write format "
            + FORMAT_BEFORE
            + " and format "
            + FORMAT_NOW
            + "."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int upgrade(
      @Mixin Load load,
      @Option(
              names = "--from",
              paramLabel = "FOLDER",
              description = "A built copy of another release to start from and go back to.")
          Optional<Path> from)
      throws Exception {
    Build before =
        from.map(home -> new Build(home.toAbsolutePath(), FORMAT_BEFORE))
            .orElseGet(() -> ownBuild(FORMAT_BEFORE));
    if (!Files.exists(before.home().resolve("app/target/app.jar"))) {
      throw new ParameterException(
          spec.commandLine(), "--from " + before.home() + " holds no built program");
    }
    SoakPlan plan = plan(load, 1);
    Voice voice = new SoakVoice(load.json);
    return perform(
        load, 1, cast -> new UpgradeSoak(cast, before, ownBuild(FORMAT_NOW), plan, voice));
  }

  private static Build ownBuild(int storeFormat) {
    return new Build(ProgramHome.ofThisProcess().root(), storeFormat);
  }

  private SoakPlan plan(Load load, int rounds) {
    try {
      return new SoakPlan(
          rounds,
          load.rate,
          WORKLOADS,
          load.seed.orElseGet(() -> (long) new SecureRandom().nextInt(1_000_000)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int perform(Load load, int brokers, Function<Cast, Soak> soaks)
      throws IOException, InterruptedException {
    Path folder =
        load.folder.isPresent() ? load.folder.get() : Files.createTempDirectory("blinktwice-soak-");
    InstallationPlan installation = installation(load, folder);
    try (SoakPrograms programs =
        new SoakPrograms(installation, brokers, step -> System.err.println(step.doing()))) {
      List<String> taken = Ports.taken(programs.ports());
      if (!taken.isEmpty()) {
        spec.commandLine()
            .getErr()
            .printf(
                "blinktwice: taken by another program: %s; choose another --port-offset%n",
                String.join(", ", taken));
        return ExitCode.NOT_FIT;
      }
      int code = run(soaks.apply(programs));
      tidy(load, folder, code);
      return code;
    }
  }

  private InstallationPlan installation(Load load, Path folder) {
    try {
      return SoakPrograms.plan(
          ProgramHome.ofThisProcess(),
          folder,
          PinnedArtifacts.defaultCache(System.getenv(), Path.of(System.getProperty("user.home"))),
          load.portOffset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int run(Soak soak) throws IOException, InterruptedException {
    Thread stop = new Thread(soak::close, "soak-shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    try (soak) {
      Outcome outcome = soak.run();
      outcome
          .violations()
          .forEach(violation -> spec.commandLine().getErr().println("violation: " + violation));
      if (!outcome.isGood()) {
        spec.commandLine()
            .getErr()
            .println("blinktwice: the soak found violations; again with --seed " + outcome.seed());
      }
      return outcome.isGood() ? ExitCode.OK : ExitCode.FAILED;
    } catch (SoakFailed e) {
      spec.commandLine().getErr().println("blinktwice: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private void tidy(Load load, Path folder, int code) throws IOException {
    if (code != ExitCode.OK) {
      spec.commandLine().getErr().println("blinktwice: logs and data are in " + folder);
    } else if (load.folder.isEmpty()) {
      new InstallationFolder(folder).delete();
    }
  }
}
