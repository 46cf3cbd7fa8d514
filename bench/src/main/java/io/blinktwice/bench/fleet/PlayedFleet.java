package io.blinktwice.bench.fleet;

import io.blinktwice.app.simulated.FleetOutcome;
import io.blinktwice.app.simulated.FleetPlan;
import io.blinktwice.app.simulated.FleetPlay;
import io.blinktwice.app.simulated.FleetTarget;
import io.blinktwice.bench.hop.Hop;
import io.blinktwice.bench.measure.Effort;
import io.blinktwice.bench.measure.Metric;
import io.blinktwice.bench.measure.Subject;
import io.blinktwice.bench.trial.Trial;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.simulator.FleetScript;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@code ./blinktwice fleet --rate max} plays, block by block: events that classifier, pinning
 * and roll-outs have all worked off, by the time that the last of them took.
 */
public final class PlayedFleet implements Subject {
  public static final String NAME = "all-roles";

  private static final long SEED = 1;
  private static final String SCENARIO = "broken-1";
  private static final double SHARE = 0.3;
  private static final int PAST_RUNS = 2;

  private final Trial trial;
  private final FleetScript.Shape shape;
  private final Duration perBlock;
  private final EngineVersion release;
  private final Consumer<String> progress;

  /**
   * @param trial with a control plane that runs
   */
  public PlayedFleet(Trial trial, EngineVersion release, Effort effort, Consumer<String> progress) {
    this.trial = trial;
    this.release = release;
    this.shape = new FleetScript.Shape(SCENARIO, effort.workloads(), SEED);
    this.perBlock = effort.perBlock();
    this.progress = progress;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Metric> pace() {
    return Optional.of(Hop.THROUGHPUT);
  }

  @Override
  public void warmUp() throws IOException, InterruptedException {
    played(PAST_RUNS);
  }

  @Override
  public Map<Metric, Double> block() throws IOException, InterruptedException {
    FleetOutcome outcome = played(0);
    return Map.of(Hop.THROUGHPUT, outcome.events() / outcome.seconds());
  }

  /** A figure of effects that were lost or came twice would be worth nothing. */
  private FleetOutcome played(int history) throws IOException, InterruptedException {
    FleetPlan plan =
        new FleetPlan(
            shape,
            Double.POSITIVE_INFINITY,
            history,
            0,
            perBlock,
            0,
            true,
            Optional.of(SHARE),
            Optional.of(release.value()));
    FleetTarget target = FleetTarget.of(trial.plan(), Optional.empty());
    try (FleetPlay play = new FleetPlay(plan, target.api(), target.kafka(), line -> {})) {
      FleetOutcome outcome = play.play();
      outcome.text().lines().forEach(line -> progress.accept("  " + line));
      if (!outcome.isClean()) {
        throw new IllegalStateException("the account does not balance: " + outcome.text());
      }
      return outcome;
    }
  }
}
