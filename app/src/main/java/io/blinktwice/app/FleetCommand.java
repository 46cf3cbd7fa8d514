package io.blinktwice.app;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFailed;
import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.simulated.FleetOutcome;
import io.blinktwice.app.simulated.FleetPlan;
import io.blinktwice.app.simulated.FleetPlay;
import io.blinktwice.app.simulated.FleetTarget;
import io.blinktwice.simulator.FleetScript;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet}: thousands of simulated workloads on a real control plane. */
@Command(
    name = "fleet",
    description = {
      "Plays a fleet of simulated workloads against a running installation, without Spark.",
      "",
      "Each run asks resolve for its version, is reported on the topics, and follows its verdict"
          + " with retries, as a scheduler would; the release is rolled out meanwhile. Workloads,"
          + " workspaces and failures come from the seed. It plays until Ctrl-C, --for or --runs,"
          + " waits for the last verdicts, and checks that every accepted record had its effect"
          + " once.",
      "",
      "It joins the installation of './blinktwice up' (--dir, --port-offset, --kafka); with --own"
          + " it starts one of its own, without Spark servers, and forgets it at the end."
          + " './blinktwice bench fleet' measures it at --rate max beside what Kafka takes at least."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Scenarios: healthy, unequal-arms, noisy-tenant, noisy-workload, tenant-waves, outage,",
      "broken-0.3, broken-1 (r1), broken-3, broken-10, broad-0.5pp (r2), intermittent, late (r4),",
      "confined (r5), performance (r6); r3 is noisy-tenant.",
      ExitCode.LEGEND + " 1 also when the account at the end does not balance."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FleetCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofDays(365);

  /** Longer than a play waits for what does not come. */
  private static final Duration TIDIED_WITHIN = Duration.ofMinutes(2);

  @Spec private CommandSpec spec;
  @Mixin private InstallationOptions options;

  @Option(
      names = "--workloads",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many there are, fifty in a workspace: ${DEFAULT-VALUE}.")
  private int workloads;

  @Option(
      names = "--rate",
      paramLabel = "EVENTS_PER_S",
      defaultValue = "100",
      description =
          "Run events a second, two for an attempt, or max: ${DEFAULT-VALUE}. At max, answers of"
              + " resolve are used again while they are valid.")
  private String rate;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "broken-1",
      description = "What is wrong with the release or the fleet: ${DEFAULT-VALUE}.")
  private String scenario;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of workloads, runs and failures: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--history",
      paramLabel = "N",
      defaultValue = "4",
      description = "Runs of each workload before the roll-out: ${DEFAULT-VALUE}.")
  private int history;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ends after so many runs beside the history; 0 for no end.")
  private long runs;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "Ends after so many seconds beside the history.")
  private Optional<Long> seconds;

  @Option(
      names = "--release",
      paramLabel = "VERSION",
      description = "The release that the scenario is about; the newest beside the stable one.")
  private Optional<String> release;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description = "Starts the roll-out at this share, by hand; by evidence without it.")
  private Optional<Double> share;

  @Option(names = "--no-rollout", description = "Start no roll-out.")
  private boolean noRollOut;

  @Option(
      names = "--spoiled",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of runs with a record beside them that nobody can use: ${DEFAULT-VALUE}.")
  private double spoiled;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description =
          "The control plane, where it is not the one of --port-offset; its key in"
              + " BLINKTWICE_API_KEY.")
  private Optional<URI> api;

  @Option(names = "--own", description = "Start an installation for it, and forget it at the end.")
  private boolean own;

  @Option(names = "--json", description = "The outcome as a JSON line; the rest beside it.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    FleetPlan plan = plan();
    InstallationPlan where = own ? options.ephemeralPlan() : options.plan();
    if (!own) {
      return play(plan, FleetTarget.of(where, api));
    }
    try (Installation installation =
        new Installation(where, json ? happening -> {} : Display.onStandardOutput())) {
      installation.startWithoutEngines();
      return play(plan, FleetTarget.of(where, Optional.empty()));
    } catch (InstallationFailed e) {
      spec.commandLine().getErr().println("blinktwice: " + e.getMessage());
      return ExitCode.NOT_FIT;
    }
  }

  private int play(FleetPlan plan, FleetTarget target) throws IOException, InterruptedException {
    target.awaitReady();
    CountDownLatch over = new CountDownLatch(1);
    try (FleetPlay play = new FleetPlay(plan, target.api(), target.kafka(), this::say)) {
      Thread stop = new Thread(() -> tidy(play, over), "fleet-shutdown");
      Runtime.getRuntime().addShutdownHook(stop);
      FleetOutcome outcome = play.play();
      say(outcome.text());
      if (json) {
        System.out.println(outcome.json());
      }
      return outcome.isClean() ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      over.countDown();
    }
  }

  /** After Ctrl-C the play ends as it would have ended anyway. */
  private static void tidy(FleetPlay play, CountDownLatch over) {
    play.stop();
    try {
      if (!over.await(TIDIED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("blinktwice: the last verdicts did not come in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String line) {
    (json ? System.err : System.out).println(line);
  }

  private FleetPlan plan() {
    if (history < 0 || runs < 0 || spoiled < 0 || spoiled > 1 || seconds.orElse(1L) < 1) {
      throw wrong("--history, --runs and --for are not negative, --spoiled lies between 0 and 1");
    }
    if (share.isPresent() && !(share.get() > 0 && share.get() <= 1)) {
      throw wrong("--share lies above 0 and is at most 1");
    }
    try {
      return new FleetPlan(
          new FleetScript.Shape(scenario, workloads, seed),
          eventsPerSecond(),
          history,
          runs,
          seconds.map(Duration::ofSeconds).orElse(FOREVER),
          spoiled,
          !noRollOut,
          share,
          release);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private double eventsPerSecond() {
    if (rate.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double wanted = Double.parseDouble(rate);
      if (wanted > 0 && wanted <= 1e6) {
        return wanted;
      }
    } catch (NumberFormatException e) {
      throw wrong("--rate is a number of events a second or max, not '" + rate + "'");
    }
    throw wrong("--rate is above 0 and at most 1,000,000");
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
