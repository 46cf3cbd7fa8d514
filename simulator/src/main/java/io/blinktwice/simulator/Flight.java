package io.blinktwice.simulator;

import java.util.SplittableRandom;

/**
 * One rollout over one seeded stream of runs. Every run costs the same draws whoever flies, so all
 * judges see the same stream until they act on it.
 */
final class Flight {
  static final double HOURS = 30;

  private final Scenario scenario;
  private final Fleet fleet;
  private final SplittableRandom random;
  private final Fate fate;
  private final double hours;
  private final boolean[] exposed;
  private final boolean[] harmed;
  private int runs;
  private int runsSinceBreak;
  private int workloads;
  private int harmedWorkloads;
  private int visible;
  private double heldHours;
  private double fullAt = Double.NaN;

  Flight(Scenario scenario, long seed) {
    this(scenario, Fleet.Size.of(scenario), HOURS, seed);
  }

  Flight(Scenario scenario, Fleet.Size size, double hours, long seed) {
    this.hours = hours;
    this.scenario = scenario;
    SplittableRandom root = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + scenario.ordinal());
    this.fleet = new Fleet(scenario, size, root.split());
    this.exposed = new boolean[size.workloads()];
    this.harmed = new boolean[size.workloads()];
    this.random = root.split();
    this.fate = new Fate(scenario, fleet, root.nextDouble());
  }

  Fleet fleet() {
    return fleet;
  }

  Landing fly(Pilot pilot) {
    double hour = 0;
    int minute = -1;
    while (true) {
      hour -= Math.log(1 - random.nextDouble()) / fleet.size.runsPerHour();
      while (minute < (int) (Math.min(hour, hours) * 60)) {
        minute++;
        tick(pilot, minute / 60.0);
      }
      if (hour >= hours || pilot.paused()) {
        return landing(pilot, Math.min(hour, hours));
      }
      run(pilot, fleet.lottery.draw(random), hour);
      if (pilot.paused()) {
        return landing(pilot, hour);
      }
    }
  }

  private void tick(Pilot pilot, double hour) {
    pilot.minute(hour);
    if (pilot.held() && hour >= fate.troubleTo()) {
      heldHours += 1.0 / 60;
    }
    if (Double.isNaN(fullAt) && pilot.share() >= 1) {
      fullAt = hour;
    }
  }

  private void run(Pilot pilot, int workload, double hour) {
    boolean release = pilot.onRelease(workload);
    double flake = fate.transientRate(workload, hour);
    boolean hard = random.nextDouble() < Fate.HARD_FAILURES;
    boolean flaked = random.nextDouble() < flake;
    boolean regressed = random.nextDouble() < fate.regressionRate(workload, hour) && release;
    double retry = random.nextDouble();
    boolean failed = hard || flaked || regressed;
    if (release) {
      count(workload, hour, regressed, pilot.rescues() && retry >= flake * flake);
    }
    pilot.saw(attempted(workload, hour, release, hard, failed, retry));
  }

  /** Its retries follow from one draw, so that every run costs as many. */
  private Attempted attempted(
      int workload, double hour, boolean release, boolean hard, boolean failed, double retry) {
    double flake = fate.transientRate(workload, hour);
    boolean rescued = !hard && retry >= flake;
    if (!failed) {
      return new Attempted(workload, hour, release, false, rescued, false, rescued, 0);
    }
    SplittableRandom more = new SplittableRandom(Double.doubleToLongBits(retry));
    double lot = more.nextDouble();
    double regression = release ? fate.regressionRate(workload, hour) : 0;
    boolean again = !rescued || more.nextDouble() < regression;
    boolean rescuedLater = !hard && (rescued || more.nextDouble() >= flake);
    return new Attempted(workload, hour, release, true, rescued, again, rescuedLater, lot);
  }

  private void count(int workload, double hour, boolean regressed, boolean rescued) {
    runs++;
    if (hour >= scenario.breaksAtHour()) {
      runsSinceBreak++;
    }
    if (!exposed[workload]) {
      exposed[workload] = true;
      workloads++;
    }
    if (regressed && !harmed[workload]) {
      harmed[workload] = true;
      harmedWorkloads++;
    }
    if (regressed && !rescued) {
      visible++;
    }
  }

  private Landing landing(Pilot pilot, double hour) {
    int brokenAdmitted = 0;
    int brokenPinned = 0;
    for (int workload = 0; workload < fleet.size.workloads(); workload++) {
      boolean affected = scenario != Scenario.BROAD_0_5PP && fleet.broken[workload];
      boolean slowed = fleet.slowed[workload] && exposed[workload];
      if (slowed || affected && (harmed[workload] || pilot.pinned(workload))) {
        brokenAdmitted++;
        brokenPinned += pilot.pinned(workload) ? 1 : 0;
      }
    }
    boolean broken = scenario.regression() != null && scenario != Scenario.CONFINED;
    boolean cause = broken || scenario.slowShare() > 0;
    boolean rightly = pilot.paused() && cause && hour >= scenario.breaksAtHour();
    return new Landing(
        pilot.paused() && !rightly,
        rightly,
        rightly || pilot.confined() || (!pilot.paused() && pilot.held() && pilot.share() < 1),
        brokenAdmitted,
        brokenPinned,
        runsSinceBreak,
        runs,
        workloads,
        harmedWorkloads,
        visible,
        fullAt,
        heldHours);
  }
}
