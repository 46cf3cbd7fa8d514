package io.blinktwice.bench;

import io.blinktwice.app.installation.ClassCaches;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.startup.Start;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code startup}: seconds until the control plane is ready, and memory when nothing happens. */
final class StartupBenchmark implements Benchmark {
  private static final String PLAIN = "plain";
  private static final String CACHED = "aot-cache";
  private static final double PLAIN_SECONDS = 12;
  private static final double CACHED_SECONDS = 6;
  private static final double MEBIBYTES = 1.4 * 1024;

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String explanation() {
    return "broker, registry and control plane in a new folder, started as 'up' does, without Spark:"
        + " seconds until ready, with and without the AOT caches, and their memory after --seconds"
        + " of doing nothing. Bars: %.0f s, with caches %.0f s, %.0f MiB together."
            .formatted(PLAIN_SECONDS, CACHED_SECONDS, MEBIBYTES);
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(3));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    Path caches = ProgramHome.ofThisProcess().classCaches();
    for (String component : List.of("broker", "registry", "control-plane")) {
      if (!Files.exists(caches.resolve(component + ".aot"))) {
        throw new IllegalStateException(
            "there is no AOT cache for %s in %s; unset BLINKTWICE_AOT, delete that folder and run this again"
                .formatted(component, caches));
      }
    }
    Duration idle = effort.perBlock();
    List<Start> starts =
        List.of(
            new Start(PLAIN, new ClassCaches.Unused(), idle),
            new Start(CACHED, new ClassCaches.Used(caches), idle));
    return lines(Blocks.of(starts, effort.blocks(), progress));
  }

  private List<Line> lines(Blocks blocks) {
    List<Line> lines = new ArrayList<>();
    lines.add(withBar(blocks, PLAIN, Start.READY, PLAIN_SECONDS));
    lines.add(withBar(blocks, CACHED, Start.READY, CACHED_SECONDS));
    lines.add(withBar(blocks, PLAIN, Start.MEMORY, MEBIBYTES));
    lines.add(withBar(blocks, CACHED, Start.MEMORY, MEBIBYTES));
    for (Metric metric : blocks.metrics(PLAIN)) {
      if (!metric.equals(Start.READY) && !metric.equals(Start.MEMORY)) {
        lines.add(blocks.alone(name(), PLAIN, metric));
        lines.add(blocks.compared(name(), CACHED, PLAIN, metric));
      }
    }
    return lines;
  }

  private Line withBar(Blocks blocks, String subject, Metric metric, double bar) {
    return Line.withBar(
        Blocks.name(name(), subject, metric), metric.unit(), blocks.value(subject, metric), bar);
  }
}
