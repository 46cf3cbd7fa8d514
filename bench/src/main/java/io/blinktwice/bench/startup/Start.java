package io.blinktwice.bench.startup;

import io.blinktwice.app.installation.ClassCaches;
import io.blinktwice.app.installation.Component;
import io.blinktwice.app.installation.Happening;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.bench.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One start of broker, registry and control plane in a new folder, and what they hold when idle.
 */
public final class Start implements Subject {
  public static final Metric READY = new Metric("ready", "s");
  public static final Metric MEMORY = new Metric("idle-pss", "MiB");

  private static final int KIB = 1 << 10;

  private final String name;
  private final ClassCaches caches;
  private final Duration idle;

  /**
   * @param idle how long nothing is asked of it before its memory is read
   */
  public Start(String name, ClassCaches caches, Duration idle) {
    this.name = name;
    this.caches = caches;
    this.idle = idle;
  }

  @Override
  public String name() {
    return name;
  }

  /** The files of all jars and caches are in memory after one start. */
  @Override
  public void warmUp() throws Exception {
    block();
  }

  @Override
  public Map<Metric, Double> block() throws Exception {
    Map<String, Double> ready = new ConcurrentHashMap<>();
    try (Trial trial =
        new Trial(
            caches,
            happening -> {
              if (happening instanceof Happening.Ready(String component, Duration after)) {
                ready.put(component, seconds(after));
              }
            })) {
      Installation installation = trial.installation();
      long begin = System.nanoTime();
      installation.startWithoutEngines();
      Map<Metric, Double> values = new LinkedHashMap<>();
      values.put(READY, seconds(Duration.ofNanos(System.nanoTime() - begin)));
      new TreeMap<>(ready)
          .forEach((component, after) -> values.put(new Metric(component + ".ready", "s"), after));
      Thread.sleep(idle);
      putMemory(installation, values);
      return values;
    }
  }

  private static void putMemory(Installation installation, Map<Metric, Double> values)
      throws IOException {
    double together = 0;
    for (Component component :
        List.of(installation.broker(), installation.registry(), installation.controlPlane())) {
      Long pid = component.pid();
      if (pid == null) {
        throw new IllegalStateException(component.name() + " has ended");
      }
      Path process = Path.of("/proc", pid.toString());
      double shared = mebibytes(process.resolve("smaps_rollup"), "Pss:");
      together += shared;
      values.put(new Metric(component.name() + ".idle-pss", "MiB"), shared);
      values.put(
          new Metric(component.name() + ".idle-rss", "MiB"),
          mebibytes(process.resolve("status"), "VmRSS:"));
    }
    values.put(MEMORY, together);
  }

  private static double mebibytes(Path file, String field) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      String found = lines.filter(line -> line.startsWith(field)).findFirst().orElseThrow();
      return Double.parseDouble(found.replaceAll("\\D", "")) / KIB;
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
