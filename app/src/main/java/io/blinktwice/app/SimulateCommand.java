package io.blinktwice.app;

import io.blinktwice.simulator.RolloutSimulation;
import io.blinktwice.simulator.performance.PerformanceSimulation;
import io.blinktwice.simulator.routing.RoutingSimulation;
import io.blinktwice.simulator.scaling.ScalingSimulation;
import io.blinktwice.simulator.sizing.MemorySimulation;
import io.blinktwice.simulator.sizing.PriceSimulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: judges policies offline, on seeded fleets. */
@Command(
    name = "simulate",
    description = "Judges policies offline, on seeded fleets.",
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SimulateCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** What is simulated, and who judges it. */
  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli fills the fields
  static final class Choice {
    @Option(
        names = "--scenario",
        paramLabel = "NAME",
        defaultValue = "all",
        description = "What the release does to whom: a name or ${DEFAULT-VALUE}.")
    private String scenario;

    @Option(
        names = "--judge",
        paramLabel = "NAME",
        defaultValue = "ours",
        description = "Which judge: a name or all; ${DEFAULT-VALUE}.")
    private String judge;

    @Option(names = "--json", description = "The form of the output; there is no other yet.")
    private boolean json;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to simulate: rollout, performance, routing, scaling, memory or price-curve");
  }

  /** One JSON line for each scenario and judge. */
  @Command(
      name = "rollout",
      description = {
        "Rolls releases out to simulated fleets and prints how a judge did, a JSON line for each"
            + " scenario and judge."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int rollout(
      @Mixin Choice choice,
      @Option(
              names = "--seeds",
              paramLabel = "A..B",
              defaultValue = "1..20",
              description = "The first and the last seed: ${DEFAULT-VALUE}.")
          String seeds,
      @Option(
              names = "--chart",
              paramLabel = "FOLDER",
              description = "Also writes an SVG for each scenario there.")
          Optional<Path> charts) {
    return over(
        seeds,
        (first, last) ->
            RolloutSimulation.run(
                new RolloutSimulation.Request(choice.scenario, choice.judge, first, last),
                new Shown(charts)));
  }

  /** One JSON line for each scenario and judge. */
  @Command(
      name = "performance",
      description = {
        "Moves simulated workloads to a newer version and prints how well a judge tells those that"
            + " became slower from those that did not, a JSON line for each scenario and judge."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int performance(
      @Mixin Choice choice,
      @Option(
              names = "--seeds",
              paramLabel = "A..B",
              defaultValue = "1..10",
              description = "The first and the last seed, 400 workloads each: ${DEFAULT-VALUE}.")
          String seeds) {
    return over(
        seeds,
        (first, last) ->
            PerformanceSimulation.run(
                new PerformanceSimulation.Request(choice.scenario, choice.judge, first, last),
                System.out::println,
                System.err::println));
  }

  /** Which queries go where, and how the output looks. */
  @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli fills the fields
  static final class RoutingChoice {
    @Option(
        names = "--scenario",
        paramLabel = "NAME",
        defaultValue = "all",
        description = "S1 to S6 or ${DEFAULT-VALUE}.")
    private String scenario;

    @Option(
        names = "--trace",
        paramLabel = "FILE",
        description =
            "Replays a trace with the columns of SWIM (id, submit time, seconds since the last,"
                + " bytes in, shuffled, out) on the clusters of S2 instead.")
    private Optional<Path> trace;

    @Option(
        names = "--policy",
        paramLabel = "NAME",
        defaultValue = "ours",
        description =
            "Who dispatches: ours, ours-full-scan, random, round-robin, least-connections,"
                + " weighted-least-connections, power-of-two, prequal, trino-5s, trino-60s,"
                + " static-groups, pooled-fair, pooled-srpt or all; ${DEFAULT-VALUE}.")
    private String policy;

    @Option(
        names = "--rho",
        paramLabel = "X",
        description = "Load as a share of all cores; if not said, those of the scenario.")
    private Optional<Double> rho;

    @Option(
        names = "--fifo",
        description = "Servers work first come, first served, as Spark's do unless told otherwise.")
    private boolean fifo;

    @Option(names = "--json", description = "The form of the output; there is no other yet.")
    private boolean json;
  }

  /** One JSON line for each scenario, load and policy. */
  @Command(
      name = "routing",
      description = {
        "Sends seeded queries to simulated clusters and prints how much longer they took than alone"
            + " on the largest one (slowdown), a JSON line for each scenario, load and policy."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int routing(
      @Mixin RoutingChoice choice,
      @Option(
              names = "--seeds",
              paramLabel = "A..B",
              defaultValue = "1..10",
              description = "The first and the last seed: ${DEFAULT-VALUE}.")
          String seeds,
      @Option(
              names = "--chart",
              paramLabel = "FOLDER",
              description = "Also writes an SVG for each scenario and load there.")
          Optional<Path> charts) {
    return over(
        seeds,
        (first, last) -> {
          try {
            RoutingSimulation.run(
                new RoutingSimulation.Request(
                    choice.scenario,
                    choice.trace,
                    choice.policy,
                    choice.rho,
                    choice.fifo,
                    first,
                    last),
                new Shown(charts));
          } catch (IOException e) {
            throw new IllegalArgumentException("the trace cannot be read: " + e.getMessage(), e);
          }
        });
  }

  /** One JSON line for each load, seed and policy. */
  @Command(
      name = "scaling",
      description = {
        "Lets policies scale a pool and prints what each cost beside the clairvoyant optimum, a"
            + " JSON line for each load, seed and policy."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int scaling(
      @Option(
              names = "--scenario",
              paramLabel = "NAME",
              defaultValue = "S1",
              description = "What the pool goes through: S1, S2, S3, S5, S6 or all.")
          String scenario,
      @Option(
              names = "--trace",
              paramLabel = "FILE",
              description = "A recorded series instead: lines of timestamp,value.")
          Optional<Path> trace,
      @Option(
              names = "--policy",
              paramLabel = "NAME",
              defaultValue = "ours",
              description =
                  "Who scales: ours, fixed-peak, hpa, keda, spark-dynamic, ds2, autopilot,"
                      + " lookahead or all; ${DEFAULT-VALUE}.")
          String policy,
      @Option(
              names = "--cold-start",
              paramLabel = "TIME",
              defaultValue = "30s",
              description = "How long a server takes to start: ${DEFAULT-VALUE}.")
          String coldStart,
      @Option(
              names = "--objective",
              paramLabel = "SHARE",
              defaultValue = "0.01",
              description = "Share of the runs that may start late: ${DEFAULT-VALUE}.")
          double objective,
      @Option(
              names = "--seeds",
              paramLabel = "A..B",
              defaultValue = "1..1",
              description = "The first and the last seed: ${DEFAULT-VALUE}.")
          String seeds,
      @Option(names = "--json", description = "The form of the output; there is no other yet.")
          boolean json) {
    return over(
        seeds,
        (first, last) ->
            ScalingSimulation.run(
                new ScalingSimulation.Request(
                    scenario,
                    trace.orElse(null),
                    policy,
                    seconds(coldStart),
                    objective,
                    first,
                    last),
                System.out::println,
                System.err::println));
  }

  /** One JSON line for each policy and seed. */
  @Command(
      name = "memory",
      description = {
        "Runs growing workloads, or the tasks of a trace, under policies that give them memory and"
            + " prints what they cost beside exact sizes, a JSON line for each policy and seed."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int memory(
      @Option(
              names = "--trace",
              paramLabel = "FILE",
              description = "Tasks instead: lines of workload, input bytes, peak bytes, seconds.")
          Optional<Path> trace,
      @Option(
              names = "--policy",
              paramLabel = "NAME",
              defaultValue = "all",
              description =
                  "Who gives memory: ours, max-of-30, spark-default, fixed-doubling, multiples, vpa"
                      + " or all; ${DEFAULT-VALUE}.")
          String policy,
      @Option(
              names = "--seeds",
              paramLabel = "A..B",
              defaultValue = "1..1",
              description = "The first and the last seed: ${DEFAULT-VALUE}.")
          String seeds,
      @Option(names = "--json", description = "The form of the output; there is no other yet.")
          boolean json) {
    return over(
        seeds,
        (first, last) ->
            MemorySimulation.run(
                new MemorySimulation.Request(trace.orElse(null), policy, first, last),
                System.out::println));
  }

  /** One JSON line for each seed and policy. */
  @Command(
      name = "price-curve",
      description = {
        "Learns from three runs how long workloads take on how many nodes, chooses, and prints how"
            + " good the choice was, a JSON line for each seed and policy."
      },
      mixinStandardHelpOptions = true,
      footer = {"", ExitCode.LEGEND})
  int priceCurve(
      @Option(
              names = "--seeds",
              paramLabel = "A..B",
              defaultValue = "1..1",
              description = "The first and the last seed, 400 workloads each: ${DEFAULT-VALUE}.")
          String seeds,
      @Option(names = "--json", description = "The form of the output; there is no other yet.")
          boolean json) {
    return over(seeds, (first, last) -> PriceSimulation.run(first, last, System.out::println));
  }

  private static int seconds(String time) {
    try {
      if (time.endsWith("s")) {
        return Integer.parseInt(time.substring(0, time.length() - 1));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a time looks like 30s, not '" + time + "'", e);
    }
    throw new IllegalArgumentException("a time looks like 30s, not '" + time + "'");
  }

  private int over(String seeds, Simulation simulation) {
    try {
      Seeds range = Seeds.of(seeds);
      simulation.run(range.first(), range.last());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  /** Runs over seeds, both ends inclusive. */
  private interface Simulation {
    void run(long first, long last);
  }

  /** Lines to the output, progress beside it, charts into a folder. */
  private record Shown(Optional<Path> charts)
      implements RolloutSimulation.Audience, RoutingSimulation.Audience {
    @Override
    public void line(String json) {
      System.out.println(json);
    }

    @Override
    public void progress(String said) {
      System.err.println(said);
    }

    @Override
    public void chart(String scenario, String svg) {
      charts.ifPresent(
          folder -> {
            try {
              Files.createDirectories(folder);
              Files.writeString(folder.resolve(scenario + ".svg"), svg);
            } catch (IOException e) {
              throw new UncheckedIOException("no chart can be written to " + folder, e);
            }
          });
    }
  }

  /** A range of seeds, both ends inclusive. */
  private record Seeds(long first, long last) {
    static Seeds of(String text) {
      String[] ends = text.split("\\.\\.", 2);
      try {
        if (ends.length == 2) {
          return new Seeds(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("--seeds looks like 1..20, not '" + text + "'", e);
      }
      throw new IllegalArgumentException("--seeds looks like 1..20, not '" + text + "'");
    }
  }
}
