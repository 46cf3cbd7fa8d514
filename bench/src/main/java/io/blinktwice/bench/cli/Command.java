package io.blinktwice.bench.cli;

import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One command, by the launcher and in a process of its own, from its start to its end. */
public final class Command implements Subject {
  public static final Metric TIME = new Metric("time", "s");
  private static final double NANOS = 1e9;

  private final String name;
  private final Path launcher;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final int times;

  /**
   * @param times how often a block calls it; the block's value is their median
   */
  public Command(
      String name,
      Path launcher,
      List<String> arguments,
      Map<String, String> environment,
      int times) {
    this.name = name;
    this.launcher = launcher;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
    this.times = times;
  }

  @Override
  public String name() {
    return name;
  }

  /** The files of jars and caches are in memory after a few. */
  @Override
  public void warmUp() throws Exception {
    for (int call = 0; call < 3; call++) {
      seconds();
    }
  }

  @Override
  public Map<Metric, Double> block() throws Exception {
    double[] taken = new double[times];
    for (int call = 0; call < times; call++) {
      taken[call] = seconds();
    }
    Arrays.sort(taken);
    return Map.of(TIME, taken[times / 2]);
  }

  private double seconds() throws IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder(launcher.toString());
    program.command().addAll(arguments);
    program.environment().putAll(environment);
    program.redirectErrorStream(true);
    long begin = System.nanoTime();
    Process process = program.start();
    String said = new String(process.getInputStream().readAllBytes());
    int exit = process.waitFor();
    double seconds = (System.nanoTime() - begin) / NANOS;
    if (exit != 0) {
      throw new IOException(String.join(" ", arguments) + " ended with " + exit + ": " + said);
    }
    return seconds;
  }
}
