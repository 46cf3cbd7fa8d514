package io.blinktwice.simulator;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import java.util.SplittableRandom;

/**
 * A seeded fleet for a real installation: whose turn it is, and how each attempt ends on the
 * version that it got. The same seed gives the same turns and, version for version, the same ends.
 *
 * <p>Hours are the fleet's own: a workload has 0.3 runs an hour on average, however fast they are
 * played.
 */
public final class FleetScript {
  private static final int SMALLEST = 20;
  private static final int LARGEST = 1_000_000;
  private static final double RUNS_AN_HOUR = .3;
  private static final int WORKLOADS_IN_A_WORKSPACE = 50;
  private static final long ODD = 0x9E3779B97F4A7C15L;
  private static final double ELASTICITY = .8;
  private static final double INPUT_DEVIATION = .6;
  private static final double DEVIATION = .2;
  private static final double USUAL_ROWS = 4e6;
  private static final double USUAL_TASK_MILLIS = 600_000;
  private static final double CORES = 16;
  private static final double USUAL_MEMORY = 2e9;

  /**
   * What is played.
   *
   * @param scenario one of the roll-out scenarios, or {@code r1} to {@code r6}
   */
  public record Shape(String scenario, int workloads, long seed) {
    public Shape {
      scenario = Scenario.of(known(scenario)).label();
      if (workloads < SMALLEST || workloads > LARGEST) {
        throw new IllegalArgumentException(
            "a fleet has between %,d and %,d workloads".formatted(SMALLEST, LARGEST));
      }
    }

    /** The names that the scenarios have in the literature's order, from rare break to slowness. */
    private static String known(String name) {
      return switch (name) {
        case "r1" -> Scenario.BROKEN_1.label();
        case "r2" -> Scenario.BROAD_0_5PP.label();
        case "r3" -> Scenario.NOISY_TENANT.label();
        case "r4" -> Scenario.LATE.label();
        case "r5" -> Scenario.CONFINED.label();
        case "r6" -> Scenario.PERFORMANCE.label();
        default -> name;
      };
    }
  }

  /** A workload, and whose it is. */
  public record Owner(int number, String workspace, String workload, String fingerprint) {}

  /**
   * A run that is due.
   *
   * @param hour of the fleet
   * @param lots what its attempts' ends are drawn from
   */
  public record Turn(int number, Owner owner, double hour, long lots) {}

  /** How an attempt ends. */
  public enum Ending {
    SUCCEEDED,
    /** The release is at fault. */
    REGRESSED,
    /** It goes away when it is tried again. */
    FLAKED,
    /** It fails on every version. */
    BROKEN_ANYWAY
  }

  /** What an attempt took. */
  public record Figures(long durationMillis, long taskMillis, long inputRows, long peakMemory) {}

  private final Scenario scenario;
  private final Fleet fleet;
  private final Fate fate;
  private final SplittableRandom random;
  private final Owner[] owners;
  private double hour;
  private int turns;

  public FleetScript(Shape shape) {
    this.scenario = Scenario.of(shape.scenario());
    SplittableRandom root = new SplittableRandom(shape.seed() * ODD + scenario.ordinal());
    int workloads = shape.workloads();
    int workspaces = Math.max(2, workloads / WORKLOADS_IN_A_WORKSPACE);
    int large = Math.max(1, workloads / WORKLOADS_IN_A_WORKSPACE);
    Fleet.Size size = new Fleet.Size(workloads, workspaces, large, workloads * RUNS_AN_HOUR);
    this.fleet = new Fleet(scenario, size, root.split());
    this.random = root.split();
    this.fate = new Fate(scenario, fleet, root.nextDouble());
    this.owners = new Owner[workloads];
    for (int number = 0; number < workloads; number++) {
      owners[number] = made(number);
    }
  }

  private Owner made(int number) {
    WorkspaceId workspace = new WorkspaceId("team-%03d".formatted(fleet.workspace[number]));
    WorkloadId workload = new WorkloadId("job-%05d".formatted(number));
    String fingerprint = Fingerprint.ofExplicitId(workspace, workload).value();
    return new Owner(number, workspace.value(), workload.value(), fingerprint);
  }

  public int workloads() {
    return owners.length;
  }

  /** How many runs it has in an hour of its own. */
  public double runsAnHour() {
    return fleet.size.runsPerHour();
  }

  /** A workload by its number. */
  public Owner owner(int number) {
    return owners[number];
  }

  /** Whose turn it is next. */
  public Turn next() {
    hour -= Math.log(1 - random.nextDouble()) / runsAnHour();
    return turn(fleet.lottery.draw(random));
  }

  /** A turn of this one before the first hour: its history. */
  public Turn before(int number) {
    return turn(number);
  }

  private Turn turn(int number) {
    return new Turn(turns++, owners[number], hour, random.nextLong());
  }

  /**
   * How an attempt ends.
   *
   * @param onRelease whether it has the version that the scenario is about
   */
  public Ending ending(Turn turn, int attempt, boolean onRelease) {
    int workload = turn.owner().number();
    if (new SplittableRandom(turn.lots()).nextDouble() < Fate.HARD_FAILURES) {
      return Ending.BROKEN_ANYWAY;
    }
    SplittableRandom lots = lots(turn, attempt);
    boolean flaked = lots.nextDouble() < fate.transientRate(workload, turn.hour());
    boolean regressed = lots.nextDouble() < fate.regressionRate(workload, turn.hour());
    if (regressed && onRelease) {
      return Ending.REGRESSED;
    }
    return flaked ? Ending.FLAKED : Ending.SUCCEEDED;
  }

  /** What the attempt takes: work grows with its input, and scatters by a fifth. */
  public Figures figures(Turn turn, int attempt, boolean onRelease) {
    SplittableRandom lots = lots(turn, -attempt);
    double input = INPUT_DEVIATION * lots.nextGaussian();
    double slower = onRelease && fleet.slowed[turn.owner().number()] ? scenario.slower() : 1;
    double work = Math.exp(ELASTICITY * input + DEVIATION * lots.nextGaussian()) * slower;
    return new Figures(
        Math.round(USUAL_TASK_MILLIS / CORES * work),
        Math.round(USUAL_TASK_MILLIS * work),
        Math.round(USUAL_ROWS * Math.exp(input)),
        Math.round(USUAL_MEMORY));
  }

  private static SplittableRandom lots(Turn turn, int which) {
    return new SplittableRandom(turn.lots() + which * ODD);
  }
}
