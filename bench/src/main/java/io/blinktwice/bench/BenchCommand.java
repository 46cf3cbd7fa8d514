package io.blinktwice.bench;

import io.blinktwice.app.ExitCode;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.measure.Machine;
import io.blinktwice.bench.measure.Report;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: runs one benchmark; a program of its own on top of everything else. */
@Command(
    name = "./blinktwice bench",
    description = {
      "Measures, in interleaved blocks of everything that it compares, after a warm-up.",
      "",
      "Results go to standard output, progress to standard error; nothing is written anywhere else."
          + " A ratio whose 95 %% interval contains 1 is inconclusive, and that is a result.",
      "Close other programs first: the load of the machine is part of the output."
    },
    sortOptions = false,
    footer = {"", "Exit codes: 0 measured, 1 failed, 2 wrong usage, 130 after Ctrl-C."})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class BenchCommand implements Callable<Integer> {
  private static final List<Benchmark> ALL =
      List.of(
          new HopBenchmark(),
          new PinningBenchmark(),
          new RolloutBenchmark(),
          new FleetBenchmark(),
          new StartupBenchmark(),
          new CliBenchmark(),
          new ClassifierBenchmark(),
          new SignaturesBenchmark(),
          new AutoscalerBenchmark(),
          new PlacementBenchmark());

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Which one; --list says what there is.")
  private Optional<String> name;

  @Option(names = "--list", description = "Say what each measures.")
  private boolean list;

  @Option(names = "--json", description = "Print a JSON object for each result.")
  private boolean json;

  @Option(names = "--blocks", paramLabel = "N", description = "Blocks of each subject, at least 5.")
  private Optional<Integer> blocks;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Seconds that one phase of a block lasts.")
  private Optional<Integer> seconds;

  @Option(
      names = "--fingerprints",
      paramLabel = "N",
      description =
          "Workloads that 'pinning' is to know in the end, 100000 if not said, or that 'fleet' has,"
              + " 20000 if not said.")
  private Optional<Integer> fingerprints;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              wrong
                  .getCommandLine()
                  .getErr()
                  .printf(
                      "blinktwice: %s; './blinktwice bench --help' says what there is%n",
                      wrong.getMessage());
              return ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("blinktwice: the benchmark failed: " + failure.getMessage());
              return ExitCode.FAILED;
            });
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      ALL.forEach(each -> out.printf("%-10s %s%n", each.name(), each.explanation()));
      out.flush();
      return ExitCode.OK;
    }
    Benchmark benchmark = chosen();
    Effort effort = effort(benchmark.ordinaryEffort());
    Machine machine = Machine.thisOne();
    List<Line> lines = benchmark.run(effort, this::progress);
    Report report = json ? Report.JSON : Report.TABLE;
    out.println(report.machine(benchmark.name(), machine));
    lines.forEach(line -> out.println(report.line(line)));
    out.flush();
    return ExitCode.OK;
  }

  private Benchmark chosen() {
    String names = ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
    String wanted = name.orElseThrow(() -> wrong("say which benchmark: " + names));
    return ALL.stream()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> wrong("there is no benchmark '" + wanted + "', only " + names));
  }

  private Effort effort(Effort ordinary) {
    try {
      return new Effort(
          blocks.orElse(ordinary.blocks()),
          seconds.map(Duration::ofSeconds).orElse(ordinary.perBlock()),
          fingerprints.orElse(ordinary.workloads()));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private void progress(String step) {
    spec.commandLine().getErr().println("  " + step);
  }
}
