package io.blinktwice.app.demo;

import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.simulated.FleetOutcome;
import io.blinktwice.app.simulated.FleetPlan;
import io.blinktwice.app.simulated.FleetPlay;
import io.blinktwice.app.simulated.FleetTarget;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.simulator.FleetScript;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The rest of the fleet: six hundred simulated workloads on the real topics of the same control
 * plane, of which the release breaks one in ten.
 */
final class Mass {
  static final int WORKLOADS = 600;
  private static final int PAST_RUNS = 3;

  private static final double EVENTS_A_SECOND = 100;
  private static final Duration AT_MOST = Duration.ofMinutes(3);
  private static final FleetScript.Shape SHAPE = new FleetScript.Shape("broken-10", WORKLOADS, 2);

  private final InstallationPlan plan;
  private final EngineVersion release;

  Mass(InstallationPlan plan, EngineVersion release) {
    this.plan = plan;
    this.release = release;
  }

  /** Every workload has run on the stable version often enough to have a record. */
  FleetOutcome past() throws IOException, InterruptedException {
    try (FleetPlay play = play(Double.POSITIVE_INFINITY, PAST_RUNS, Duration.ZERO)) {
      return play.play();
    }
  }

  private FleetPlay play(double rate, int past, Duration atMost) throws IOException {
    FleetPlan what =
        new FleetPlan(
            SHAPE, rate, past, 0, atMost, 0, false, Optional.empty(), Optional.of(release.value()));
    FleetTarget target = FleetTarget.of(plan, Optional.empty());
    return new FleetPlay(what, target.api(), target.kafka(), line -> {});
  }

  /** Runs that go on until they are stopped. */
  static final class UnderWay implements AutoCloseable {
    private final FleetPlay play;
    private final Future<FleetOutcome> outcome;

    private UnderWay(FleetPlay play) {
      this.play = play;
      this.outcome = play.playAside();
    }

    /** No more runs; returns when the last has its verdict. */
    FleetOutcome stop() throws DemoFailed, InterruptedException {
      play.stop();
      try {
        return outcome.get();
      } catch (ExecutionException e) {
        throw new DemoFailed("expected: the simulated fleet to run\n    seen: " + e.getCause());
      }
    }

    @Override
    public void close() {
      play.close();
    }
  }

  UnderWay begin() throws IOException {
    return new UnderWay(play(EVENTS_A_SECOND, 0, AT_MOST));
  }
}
