package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.Query.Drawn;
import io.blinktwice.simulator.routing.Query.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Jobs as a day of Facebook's cluster in 2009 had them (SWIM): read from a trace, or drawn with the
 * same quantiles of bytes and the same burstiness.
 */
final class FacebookShape {
  private static final double SECONDS_TO_START = 0.5;
  private static final double BYTES_PER_CORE_SECOND = 100e6;

  /** Spark cuts its input into as many pieces as there are cores, but into none below 4 MB. */
  private static final double BYTES_PER_TASK = 4e6;

  private static final double WIDEST = 256;

  /** The smaller nine tenths are what somebody waits for. */
  private static final double INTERACTIVE_CORE_SECONDS = 50;

  /** Quantiles of bytes in FB-2009, measured; between them log-linear. */
  private static final double[][] QUANTILES = {
    {0, 1e3}, {0.1, 2.25e4}, {0.25, 2.26e5}, {0.4, 6.52e5}, {0.5, 5.41e6}, {0.6, 1.96e8},
    {0.75, 1e9}, {0.9, 5.08e9}, {0.95, 1.95e10}, {0.98, 8e10}, {0.99, 1.42e11}, {0.995, 2.59e11},
    {0.998, 5.68e11}, {0.999, 7.77e11}, {0.9995, 9.58e11}, {1, 9.8e12}
  };

  /** Squared coefficient of variation of the time between two jobs, measured. */
  private static final double BURSTINESS = 13.4;

  private static final int COLUMNS = 6;

  private FacebookShape() {}

  /** A job of a trace. */
  record Job(double at, double bytes) {
    double coreSeconds() {
      return SECONDS_TO_START + bytes / BYTES_PER_CORE_SECOND;
    }
  }

  /** Columns as in SWIM: id, submit time, seconds since the last, bytes in, shuffled, out. */
  static List<Job> read(Path file) throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length < COLUMNS) {
        throw new IllegalArgumentException(
            "%s is no SWIM trace: line %d has %d columns, not %d"
                .formatted(file, jobs.size() + 1, columns.length, COLUMNS));
      }
      try {
        double bytes = 0;
        for (int column = 3; column < COLUMNS; column++) {
          bytes += Math.max(0, Double.parseDouble(columns[column]));
        }
        jobs.add(new Job(Double.parseDouble(columns[1]), bytes));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "%s is no SWIM trace: line %d has a column that is no number"
                .formatted(file, jobs.size() + 1),
            e);
      }
    }
    if (jobs.size() < 10) {
      throw new IllegalArgumentException(file + " has fewer than 10 jobs");
    }
    return jobs;
  }

  /** Draws a day: two kinds of gaps, balanced in their means. */
  static List<Job> draw(int count, SplittableRandom random) {
    double often = 0.5 * (1 + Math.sqrt((BURSTINESS - 1) / (BURSTINESS + 1)));
    List<Job> jobs = new ArrayList<>(count);
    double now = 0;
    for (int i = 0; i < count; i++) {
      double rate = random.nextDouble() < often ? 2 * often : 2 * (1 - often);
      now += -Math.log(1 - random.nextDouble()) / rate;
      jobs.add(new Job(now, bytes(random.nextDouble())));
    }
    return jobs;
  }

  private static double bytes(double quantile) {
    int above = 1;
    while (QUANTILES[above][0] < quantile) {
      above++;
    }
    double[] low = QUANTILES[above - 1];
    double[] high = QUANTILES[above];
    double part = (quantile - low[0]) / (high[0] - low[0]);
    return Math.exp(Math.log(low[1]) + part * (Math.log(high[1]) - Math.log(low[1])));
  }

  /**
   * Puts the jobs on so many cores at this load, by stretching time; begins at another point of the
   * day with each seed.
   */
  static List<Drawn> onto(
      List<Job> jobs, double rho, double cores, Errors errors, SplittableRandom random) {
    double first = jobs.getFirst().at();
    double day = Math.max(1e-9, jobs.getLast().at() - first) * (1 + 1.0 / jobs.size());
    double work = jobs.stream().mapToDouble(Job::coreSeconds).sum();
    double stretch = work / (rho * cores * day);
    int start = random.nextInt(jobs.size());
    List<Drawn> drawn = new ArrayList<>(jobs.size());
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get((start + i) % jobs.size());
      double since = job.at() - jobs.get(start).at();
      double at =
          (since < 0 || (i > 0 && start + i >= jobs.size()) ? since + day : since) * stretch;
      double size = job.coreSeconds();
      double width = Math.clamp(Math.ceil(job.bytes() / BYTES_PER_TASK), 1, WIDEST);
      drawn.add(
          new Drawn(
              at,
              size <= INTERACTIVE_CORE_SECONDS ? Kind.INTERACTIVE : Kind.BATCH,
              size,
              width,
              errors.predict(size, width, random)));
    }
    return drawn;
  }
}
