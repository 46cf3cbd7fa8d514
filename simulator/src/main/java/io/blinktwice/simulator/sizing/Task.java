package io.blinktwice.simulator.sizing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One run of a workload: what it reads, how much memory it needs, how long it takes. */
record Task(String workload, double inputBytes, double peakBytes, double seconds) {
  static final double GIGABYTE = 1L << 30;
  private static final int FAMILIES = 200;
  private static final int RUNS = 200;

  /**
   * Growing workloads: 0 to 1 % a run, 15 % of them jump threefold once, and they scatter by 8 to
   * 50 %. All fit the largest size.
   */
  static List<Task> growing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Task> tasks = new ArrayList<>();
    List<List<Task>> families = new ArrayList<>();
    for (int family = 0; family < FAMILIES; family++) {
      families.add(family("f" + family, random.split()));
    }
    for (int run = 0; run < RUNS; run++) {
      for (List<Task> family : families) {
        tasks.add(family.get(run));
      }
    }
    return tasks;
  }

  private static List<Task> family(String name, SplittableRandom random) {
    double usual = 4 * Math.exp(random.nextDouble() * Math.log(12)) * GIGABYTE;
    double growth = random.nextDouble() * 0.01;
    int jump = random.nextDouble() < 0.15 ? random.nextInt(RUNS) : RUNS;
    double scatter = 0.08 + 0.42 * random.nextDouble() * random.nextDouble();
    double seconds = 60 * Math.exp(random.nextDouble() * 3);
    List<Task> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      double input = Math.exp(growth * run + 0.3 * random.nextGaussian()) * (run >= jump ? 3 : 1);
      double peak = usual * Math.pow(input, 0.8) * Math.exp(scatter * random.nextGaussian());
      runs.add(
          new Task(
              name,
              input * 10 * GIGABYTE,
              Math.min(peak, 250 * GIGABYTE),
              seconds * Math.exp(0.2 * random.nextGaussian())));
    }
    return runs;
  }

  /** Lines of workload, input bytes, peak bytes, seconds; in the order in which they ran. */
  static List<Task> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the trace cannot be read: " + file, e);
    }
    List<Task> tasks = new ArrayList<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (!line.isEmpty() && !(number == 1 && line.startsWith("workload"))) {
        tasks.add(row(file, number, line));
      }
    }
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException(file + " has no task");
    }
    return tasks;
  }

  private static Task row(Path file, int number, String line) {
    String[] cells = line.split(",", -1);
    try {
      double input = Double.parseDouble(cells[1].strip());
      double peak = Double.parseDouble(cells[2].strip());
      double seconds = Double.parseDouble(cells[3].strip());
      if (cells.length != 4
          || !(input >= 0 && peak > 0 && seconds >= 0)
          || input + peak + seconds > Double.MAX_VALUE) {
        throw new NumberFormatException(line);
      }
      return new Task(cells[0].strip(), input, peak, seconds);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "%s, line %d: a line is workload, input bytes, peak bytes, seconds"
              .formatted(file, number),
          e);
    }
  }
}
