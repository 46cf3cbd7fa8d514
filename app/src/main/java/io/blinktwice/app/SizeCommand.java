package io.blinktwice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.blinktwice.app.sizing.SizingText;
import io.blinktwice.app.sizing.decision.Costs;
import io.blinktwice.app.sizing.decision.Demand;
import io.blinktwice.app.sizing.decision.SizingSheet;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code size}: how large an installation has to be; nothing has to run. */
@Command(
    name = "size",
    description = {
      "Says how many instances, partitions and brokers, how much disk and memory a fleet needs, from measured"
          + " costs, with the arithmetic. Nothing has to run."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 done, 2 wrong usage."})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SizeCommand implements Callable<Integer> {
  private static final double RUNS_PER_DAY = 24;

  @Spec private CommandSpec spec;

  @Option(
      names = "--workloads",
      required = true,
      paramLabel = "N",
      description = "How many different workloads there are.")
  private long workloads;

  @Option(
      names = "--runs-per-day",
      paramLabel = "N",
      description = "Runs of one workload a day, on average: 24.")
  private Optional<Double> runsPerDay;

  @Option(
      names = "--events-per-second",
      paramLabel = "N",
      description = "In place of it: run events of all workloads, on average; a run has two.")
  private Optional<Double> eventsPerSecond;

  @Option(
      names = "--peak",
      paramLabel = "N",
      defaultValue = "3",
      description = "The busiest hour in multiples of the average: ${DEFAULT-VALUE}.")
  private double peak;

  @Option(
      names = "--failures",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description = "Share of attempts that fail: ${DEFAULT-VALUE}.")
  private double failures;

  @Option(
      names = "--kept-days",
      paramLabel = "N",
      defaultValue = "7",
      description = "How long run events are kept: ${DEFAULT-VALUE}.")
  private double keptDays;

  @Option(
      names = "--replication",
      paramLabel = "N",
      defaultValue = "3",
      description = "Copies of each topic: ${DEFAULT-VALUE}.")
  private int copies;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    if (runsPerDay.isPresent() && eventsPerSecond.isPresent()) {
      throw wrong("give either --runs-per-day or --events-per-second");
    }
    double runs =
        eventsPerSecond
            .map(events -> Demand.runsPerDayFor(events, Math.max(1, workloads)))
            .or(() -> runsPerDay)
            .orElse(RUNS_PER_DAY);
    Demand demand = new Demand(workloads, runs, peak, failures, keptDays, copies);
    List<String> problems = demand.problems();
    if (!problems.isEmpty()) {
      throw wrong(String.join("; ", problems));
    }
    SizingSheet sheet = SizingSheet.of(demand, Costs.MEASURED);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(sheet));
    } else {
      out.print(SizingText.plain(sheet));
      out.printf("%nMeasured costs behind it, on two shared cores:%n%s", SizingText.sources());
    }
    out.flush();
    return ExitCode.OK;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
