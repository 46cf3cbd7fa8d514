package io.blinktwice.bench;

import io.blinktwice.app.installation.RolesProcess;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.pinning.Deciding;
import io.blinktwice.bench.pinning.ManyWorkloads;
import io.blinktwice.bench.pinning.Readiness;
import io.blinktwice.bench.pinning.Resolving;
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
    return "the role pinning in a process of its own, workloads with a full history: run events/s"
        + " and classification to verdict beside hop's exactly-once store (bars 0.6; p50 2 x),"
        + " failure to verdict with the classifier (3.5 x); resolve over HTTP beside an endpoint"
        + " with nothing to do (0.7; p99 10 ms at 2,000/s); then --fingerprints workloads: disk,"
        + " memory, seconds to restore.";
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
      RolesProcess roles = trial.roles("pinning");
      ServerProcess pinning = new ServerProcess(trial.installation().startRoles(roles));
      progress.accept("pinning is process " + pinning.component().pid());
      lines.addAll(new Deciding(trial, pinning, effort, progress).measured());
      lines.addAll(Resolving.measured(roles.http(), effort, progress));
      lines.addAll(new ManyWorkloads(trial, effort.workloads(), progress).measured(pinning));
    }
    return lines;
  }
}
