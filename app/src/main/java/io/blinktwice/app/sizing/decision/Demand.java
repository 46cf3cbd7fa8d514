package io.blinktwice.app.sizing.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of an installation.
 *
 * @param workloads how many different ones there are
 * @param runsPerDay of one workload, on average
 * @param peak the busiest hour in multiples of the average
 * @param failures share of attempts that fail
 * @param keptDays how long run events are kept
 * @param copies of each topic
 */
public record Demand(
    long workloads, double runsPerDay, double peak, double failures, double keptDays, int copies) {
  private static final long MOST_WORKLOADS = 10_000_000_000L;

  /** What is wrong with it, each in a sentence. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (workloads < 1 || workloads > MOST_WORKLOADS) {
      problems.add("workloads are between 1 and " + MOST_WORKLOADS);
    }
    if (!(runsPerDay > 0) || runsPerDay > 100_000) {
      problems.add("a workload runs more than 0 and at most 100000 times a day");
    }
    if (!(peak >= 1) || peak > 1_000) {
      problems.add("the peak is between 1 and 1000 times the average");
    }
    if (!(failures >= 0) || failures > 1) {
      problems.add("the share of failures is between 0 and 1");
    }
    if (!(keptDays > 0) || keptDays > 3_650) {
      problems.add("run events are kept for more than 0 and at most 3650 days");
    }
    if (copies < 1 || copies > 9) {
      problems.add("topics have between 1 and 9 copies");
    }
    return problems;
  }

  /** Of one workload, so that so many run events a second come in on average. */
  public static double runsPerDayFor(double eventsPerSecond, long workloads) {
    return eventsPerSecond * SizingSheet.SECONDS_A_DAY / SizingSheet.EVENTS_OF_A_RUN / workloads;
  }
}
