package io.blinktwice.simulator.scaling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A pool of equal servers under a policy, tick by tick. A server has four slots, is paid from when
 * it is asked for until it is released, and is released only when the others can hold what runs.
 */
final class PoolSimulation {
  static final int SLOTS = 4;
  private static final int LATE_TICKS = 10 / Load.TICK_SECONDS;
  private static final int LATE_TICKS_STANDARD = 300 / Load.TICK_SECONDS;

  /** Ticks in which a change of direction is a reversal. */
  private static final int REVERSAL_TICKS = 600 / Load.TICK_SECONDS;

  private static final int TICKS_PER_DAY = 86_400 / Load.TICK_SECONDS;
  private static final int TICKS_PER_HOUR = 3_600 / Load.TICK_SECONDS;

  private final Load load;
  private final int coldTicks;
  private final Faults faults;
  private final Policy policy;
  private final int[] waits;

  private final PriorityQueue<Long> ends = new PriorityQueue<>();
  private final ArrayDeque<Integer> line = new ArrayDeque<>();
  private final ArrayDeque<Integer> standardLine = new ArrayDeque<>();
  private final ArrayDeque<Integer> starting = new ArrayDeque<>();
  private int ready;
  private int running;
  private int runningStandard;
  private double paidTicks;
  private double busyTicks;
  private int actions;
  private int mostReversals;
  private int lastDirection;
  private int lastAction = Integer.MIN_VALUE / 2;
  private final ArrayDeque<Integer> reversalTicks = new ArrayDeque<>();

  private PoolSimulation(Load load, int coldTicks, Faults faults, Policy policy) {
    this.load = load;
    this.coldTicks = coldTicks;
    this.faults = faults;
    this.policy = policy;
    this.waits = new int[load.arrivals().length];
    Arrays.fill(waits, Integer.MAX_VALUE / 2);
  }

  /**
   * How a policy fared on the counted ticks.
   *
   * @param late share of the runs that may not wait that started later than 10 s
   * @param lateStandard share of the others that started later than 300 s
   * @param reversalsPerHour changes of direction within ten minutes, in the worst hour
   */
  record Fared(
      double serverSeconds,
      double late,
      double lateStandard,
      double p99Wait,
      double actionsPerDay,
      int reversalsPerHour,
      double slack) {}

  static Fared of(Load load, int coldTicks, Faults faults, Policy policy, long seed) {
    return new PoolSimulation(load, coldTicks, faults, policy).run(new SplittableRandom(seed));
  }

  private Fared run(SplittableRandom dice) {
    int next = 0;
    Policy.View seen = new Policy.View(0, 0, 0, 0, 0, 0, 0, 0, 0, coldTicks);
    for (int tick = 0; tick < load.ticks(); tick++) {
      int counted = tick - load.shape().firstCounted();
      int coldNow = faults.coldTicks(counted, coldTicks);
      while (!starting.isEmpty() && starting.peek() <= tick) {
        starting.poll();
        ready++;
      }
      end(tick);
      int arrived = 0;
      int arrivedStandard = 0;
      while (next < load.arrivals().length && load.arrivals()[next] == tick) {
        if (load.standard()[next]) {
          arrivedStandard++;
          (policy.reserve() < 0 ? line : standardLine).add(next);
        } else {
          arrived++;
          line.add(next);
        }
        next++;
      }
      start(tick);
      if (counted >= 0) {
        paidTicks += ready + starting.size();
        busyTicks += running + runningStandard;
      }
      if (!faults.blind(counted)) {
        seen =
            new Policy.View(
                tick,
                arrived,
                arrivedStandard,
                running,
                runningStandard,
                waitingIn(line, false),
                waitingIn(line, true) + standardLine.size(),
                ready,
                starting.size(),
                coldNow);
        scale(tick, policy.target(seen), coldNow, dice);
      }
    }
    return fared();
  }

  private int waitingIn(ArrayDeque<Integer> runs, boolean standard) {
    if (load.shape().standardShare() == 0) {
      return standard ? 0 : runs.size();
    }
    int count = 0;
    for (int run : runs) {
      count += load.standard()[run] == standard ? 1 : 0;
    }
    return count;
  }

  private void end(int tick) {
    while (!ends.isEmpty() && ends.peek() >>> 32 <= tick) {
      int run = (int) (long) ends.poll();
      if (load.standard()[run]) {
        runningStandard--;
      } else {
        running--;
      }
    }
  }

  private void start(int tick) {
    int slots = ready * SLOTS;
    while (!line.isEmpty() && running + runningStandard < slots) {
      begin(line.poll(), tick);
    }
    while (!standardLine.isEmpty()) {
      int waited = tick - load.arrivals()[standardLine.peek()];
      int kept = waited > LATE_TICKS_STANDARD * 4 / 5 ? 0 : Math.max(0, policy.reserve());
      if (running + runningStandard + kept >= slots) {
        return;
      }
      begin(standardLine.poll(), tick);
    }
  }

  private void begin(int run, int tick) {
    waits[run] = tick - load.arrivals()[run];
    ends.add((long) (tick + load.lasts(run)) << 32 | run);
    if (load.standard()[run]) {
      runningStandard++;
    } else {
      running++;
    }
  }

  private void scale(int tick, int target, int coldNow, SplittableRandom dice) {
    int servers = ready + starting.size();
    int change = 0;
    if (target > servers) {
      change = target - servers;
      for (int more = 0; more < change; more++) {
        if (!faults.startFails(tick - load.shape().firstCounted(), dice)) {
          starting.add(tick + coldNow);
        }
      }
    } else if (target < servers) {
      int idle = ready - Optimum.servers(running + runningStandard, SLOTS);
      change = -Math.max(0, Math.min(servers - target, idle));
      ready += change;
    }
    if (change != 0) {
      note(tick, Integer.signum(change));
    }
  }

  private void note(int tick, int direction) {
    boolean counts = tick >= load.shape().firstCounted();
    if (counts) {
      actions++;
    }
    if (direction == -lastDirection && tick - lastAction <= REVERSAL_TICKS && counts) {
      reversalTicks.add(tick);
      while (reversalTicks.peek() <= tick - TICKS_PER_HOUR) {
        reversalTicks.poll();
      }
      mostReversals = Math.max(mostReversals, reversalTicks.size());
    }
    lastDirection = direction;
    lastAction = tick;
  }

  private Fared fared() {
    int first = 0;
    while (first < waits.length && load.arrivals()[first] < load.shape().firstCounted()) {
      first++;
    }
    int[] counted = new int[2];
    int[] late = new int[2];
    for (int run = first; run < waits.length; run++) {
      int kind = load.standard()[run] ? 1 : 0;
      int limit = kind == 1 ? LATE_TICKS_STANDARD : LATE_TICKS;
      // A run that arrived too shortly before the end to be late is not counted late.
      int wait = Math.min(waits[run], load.ticks() - load.arrivals()[run]);
      waits[run] = wait;
      counted[kind]++;
      late[kind] += wait > limit ? 1 : 0;
    }
    int[] sorted = Arrays.copyOfRange(waits, first, waits.length);
    Arrays.sort(sorted);
    double days = (double) (load.ticks() - load.shape().firstCounted()) / TICKS_PER_DAY;
    return new Fared(
        paidTicks * Load.TICK_SECONDS,
        (double) late[0] / Math.max(1, counted[0]),
        (double) late[1] / Math.max(1, counted[1]),
        sorted.length == 0
            ? 0
            : (double) sorted[(int) (0.99 * (sorted.length - 1))] * Load.TICK_SECONDS,
        actions / days,
        mostReversals,
        1 - busyTicks / (paidTicks * SLOTS));
  }
}
