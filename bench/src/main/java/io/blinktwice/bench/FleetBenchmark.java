package io.blinktwice.bench;

import io.blinktwice.bench.fleet.PlayedFleet;
import io.blinktwice.bench.hop.Floors;
import io.blinktwice.bench.hop.Hop;
import io.blinktwice.bench.measure.Blocks;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Line;
import io.blinktwice.bench.trial.Trial;
import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** {@code fleet}: a fleet of simulated workloads as fast as it goes, against the floor. */
final class FleetBenchmark implements Benchmark {
  private static final EngineVersion STABLE = new EngineVersion("3.5.7");
  private static final EngineVersion RELEASE = new EngineVersion("4.2.0");
  private static final int WORKLOADS = 20_000;
  private static final double BAR = 0.2;

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public String explanation() {
    return "'./blinktwice fleet --workloads %d --rate max --share 0.3' on a control plane of its own:"
            .formatted(WORKLOADS)
        + " run events/s through classifier, pinning and roll-outs together, its accepted records"
        + " accounted for, against the bare exactly-once hop of 'hop'. The bar is %.1f; --fingerprints"
            .formatted(BAR)
        + " says how many workloads.";
  }

  @Override
  public Effort ordinaryEffort() {
    return new Effort(5, Duration.ofSeconds(6), WORKLOADS);
  }

  @Override
  public List<Line> run(Effort effort, Consumer<String> progress) throws Exception {
    try (Trial trial = Trial.ofReleases(STABLE, RELEASE)) {
      progress.accept("starting a broker, a registry and a control plane");
      trial.installation().startWithoutEngines();
      try (Floors floors = new Floors(trial, effort.perBlock())) {
        PlayedFleet fleet = new PlayedFleet(trial, RELEASE, effort, progress);
        Blocks blocks = Blocks.of(List.of(floors.exactlyOnce(), fleet), effort.blocks(), progress);
        return List.of(
            blocks.alone(name(), Floors.EXACTLY_ONCE, Hop.THROUGHPUT),
            blocks
                .compared(name(), PlayedFleet.NAME, Floors.EXACTLY_ONCE, Hop.THROUGHPUT)
                .as(
                    Blocks.name(name(), PlayedFleet.NAME, Hop.THROUGHPUT),
                    new Line.Bar.AtLeast(BAR)));
      }
    }
  }
}
