package io.blinktwice.simulator.scaling;

import io.blinktwice.autoscaler.horizontal.decision.Flow;
import io.blinktwice.autoscaler.horizontal.decision.Limits;
import io.blinktwice.autoscaler.horizontal.decision.Observed;
import io.blinktwice.autoscaler.horizontal.decision.PoolScaler;
import io.blinktwice.autoscaler.horizontal.decision.ScalingChoice;
import org.jspecify.annotations.Nullable;

/** The decision that the program itself takes; its one setting is the objective. */
final class Ours implements Policy {
  private static final int LATE_SECONDS = 10;
  private static final int PATIENT_SECONDS = 300;
  private static final int FAILED_START_SECONDS = 30;
  private static final int MOST = 2_000;

  private final PoolScaler scaler =
      new PoolScaler(Load.TICK_SECONDS, LATE_SECONDS, PATIENT_SECONDS);
  private final Limits limits;
  private int expected = -1;
  private int failingUntil = -1;
  private @Nullable ScalingChoice last;

  Ours(double objective) {
    this.limits = new Limits(objective, PoolSimulation.SLOTS, 0, MOST, MOST);
  }

  @Override
  public int target(View view) {
    if (expected > view.servers()) {
      failingUntil = view.tick() + FAILED_START_SECONDS / Load.TICK_SECONDS;
    }
    Observed now =
        new Observed(
            (long) view.tick() * Load.TICK_SECONDS,
            new Flow(view.arrived(), view.running(), view.waiting()),
            new Flow(view.arrivedStandard(), view.runningStandard(), view.waitingStandard()),
            view.ready(),
            view.starting(),
            view.coldTicks() * Load.TICK_SECONDS,
            view.tick() < failingUntil);
    last = scaler.decide(now, limits);
    expected = last.target();
    return last.target();
  }

  @Override
  public int reserve() {
    return last == null ? 0 : (int) Math.ceil(last.reserve());
  }
}
