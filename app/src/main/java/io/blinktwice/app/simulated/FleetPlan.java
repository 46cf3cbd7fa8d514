package io.blinktwice.app.simulated;

import io.blinktwice.simulator.FleetScript;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be played.
 *
 * @param rate events a second; infinite for as fast as it goes
 * @param history runs of each workload before the first hour
 * @param runs how many runs there are after that; 0 for no end
 * @param atMost how long it plays, whatever has happened until then
 * @param spoiled share of the runs beside which a record comes that nobody can use
 * @param rollOut whether to start the release's roll-out where there is none
 * @param share the share that it is started at; by evidence where there is none
 * @param release which one; the newest that is not the stable one
 */
public record FleetPlan(
    FleetScript.Shape shape,
    double rate,
    int history,
    long runs,
    Duration atMost,
    double spoiled,
    boolean rollOut,
    Optional<Double> share,
    Optional<String> release) {
  boolean isUnbounded() {
    return Double.isInfinite(rate);
  }
}
