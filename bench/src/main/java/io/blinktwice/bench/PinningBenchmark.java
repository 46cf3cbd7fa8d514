package io.blinktwice.bench;

import io.blinktwice.app.installation.Component;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.pinning.Deciding;
import io.blinktwice.bench.pinning.Readiness;
import io.blinktwice.bench.pinning.ServerProcess;
import io.blinktwice.bench.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code pinning}: verdicts, resolve, and the state of many workloads. */
final class PinningBenchmark implements Benchmark {
  @Override
  public String name() {
    return "pinning";
  }

  @Override
  public String explanation() {
    return "pinning in a process of its own beside hop's exactly-once store: run events/s (bar 0.6),"
        + " classification to verdict (p50 at most 2 x), failure to verdict (3.5 x).";
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(6, Duration.ofSeconds(3));
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    List<Line> lines = new ArrayList<>();
    try (Trial trial = Trial.ordinary()) {
      progress.accept("starting a broker, a registry and pinning");
      Readiness.prepare(trial);
      Component pinning = trial.installation().startRoles(trial.roles("pinning"));
      progress.accept("pinning is process " + pinning.pid());
      ServerProcess process = new ServerProcess(pinning);
      lines.addAll(new Deciding(trial, process, effort, progress).measured());
    }
    return lines;
  }
}
