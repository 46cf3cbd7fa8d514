package io.blinktwice.simulator.scaling;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** What others do, each with the one knob that it is tuned by. */
final class Rivals {
  private static final int SLOTS = PoolSimulation.SLOTS;
  private static final int PER_MINUTE = 60 / Load.TICK_SECONDS;

  private Rivals() {}

  /** A policy with its knob set. */
  record Tuned(String knob, Supplier<Policy> policy) {}

  static List<Tuned> fixed(int[] demand) {
    int highest = 0;
    for (int each : demand) {
      highest = Math.max(highest, each);
    }
    int servers = Optimum.servers(highest, SLOTS);
    return List.of(new Tuned(servers + " servers", () -> view -> servers));
  }

  static List<Tuned> hpa() {
    return knobs("target", Hpa::new, .4, .5, .6, .7, .8, .9);
  }

  static List<Tuned> keda() {
    return knobs("target", Keda::new, .3, .4, .5, .6, .7, .8, .9, .95);
  }

  static List<Tuned> sparkDynamic() {
    return knobs("spare", k -> new SparkDynamic((int) k), 0, 1, 2, 3, 4, 6, 8, 11, 15, 20);
  }

  static List<Tuned> ds2() {
    return knobs("utilisation", Ds2::new, .25, .35, .5, .6, .7, .8);
  }

  static List<Tuned> autopilot() {
    return knobs("margin", Autopilot::new, .7, .8, .9, 1, 1.15, 1.3, 1.6);
  }

  static List<Tuned> lookahead(int[] demand, int coldTicks) {
    return List.of(new Tuned("one start ahead", () -> new Lookahead(demand, coldTicks)));
  }

  private interface Made {
    Policy with(double knob);
  }

  private static List<Tuned> knobs(String name, Made made, double... values) {
    return DoubleStream.of(values)
        .mapToObj(
            value ->
                new Tuned(String.format(Locale.ROOT, "%s %s", name, value), () -> made.with(value)))
        .toList();
  }

  /** The most of the last so many values. */
  static final class Highest {
    private final int ticks;
    private final ArrayDeque<int[]> falling = new ArrayDeque<>();

    Highest(int ticks) {
      this.ticks = ticks;
    }

    int with(int tick, int value) {
      while (!falling.isEmpty() && falling.peekLast()[1] <= value) {
        falling.pollLast();
      }
      falling.add(new int[] {tick, value});
      while (falling.peekFirst()[0] <= tick - ticks) {
        falling.pollFirst();
      }
      return falling.peekFirst()[1];
    }
  }

  /**
   * Kubernetes' rule at its defaults: every 15 s, 10 % tolerance, five minutes before it shrinks.
   */
  private static class Hpa implements Policy {
    private final double goal;
    private final Highest wanted = new Highest(5 * PER_MINUTE);
    private int last = 1;

    Hpa(double goal) {
      this.goal = goal;
    }

    double load(View view) {
      return view.allRunning();
    }

    /** Servers that the load is spread over. */
    int over(View view) {
      return Math.max(1, view.ready());
    }

    @Override
    public int target(View view) {
      if (view.tick() % (15 / Load.TICK_SECONDS) != 0) {
        return last;
      }
      int now = Math.max(1, view.servers());
      double ratio = load(view) / (SLOTS * goal * over(view));
      if (ratio > 1 && view.starting() > 0) {
        ratio = Math.max(1, load(view) / (SLOTS * goal * now)); // Unready pods count as idle.
      }
      int want = Math.abs(ratio - 1) <= 0.1 ? now : (int) Math.ceil(over(view) * ratio - 1e-9);
      if (ratio > 1 && view.starting() > 0) {
        want = (int) Math.ceil(now * ratio - 1e-9);
      }
      want = Math.min(want, Math.max(2 * now, now + 4));
      int held = wanted.with(view.tick(), Math.max(1, want));
      last = want >= now ? Math.max(1, want) : Math.min(now, held);
      return last;
    }
  }

  /** The same loop, on work that runs and waits instead of on utilisation. */
  private static final class Keda extends Hpa {
    Keda(double goal) {
      super(goal);
    }

    @Override
    double load(View view) {
      return view.demand();
    }

    @Override
    int over(View view) {
      return Math.max(1, view.servers());
    }
  }

  /** As many as the work needs, and some spare; gone after a minute of idleness. */
  private static final class SparkDynamic implements Policy {
    private final int spare;
    private final Highest needed = new Highest(PER_MINUTE);

    SparkDynamic(int spare) {
      this.spare = spare;
    }

    @Override
    public int target(View view) {
      return needed.with(view.tick(), Optimum.servers(view.demand(), SLOTS) + spare);
    }
  }

  /** Rate times true service time, over 15 minutes; up at most every five, rarely down. */
  private static final class Ds2 implements Policy {
    private static final int WINDOW = 15 * PER_MINUTE;
    private final double utilisation;
    private final double[] arrived = new double[WINDOW];
    private final double[] busy = new double[WINDOW];
    private final double[] ended = new double[WINDOW];
    private int lastRunning;
    private int current = 1;
    private int lastUp = Integer.MIN_VALUE / 2;
    private int lastChange = Integer.MIN_VALUE / 2;

    Ds2(double utilisation) {
      this.utilisation = utilisation;
    }

    @Override
    public int target(View view) {
      int at = view.tick() % WINDOW;
      arrived[at] = view.arrived() + view.arrivedStandard();
      busy[at] = view.allRunning();
      int change = view.allRunning() + view.allWaiting() - lastRunning;
      ended[at] = Math.max(0, arrived[at] - change);
      lastRunning = view.allRunning() + view.allWaiting();
      if (view.tick() % PER_MINUTE != 0 || view.tick() - lastChange < 5 * PER_MINUTE) {
        return current;
      }
      double done = Math.max(1, sum(ended));
      double service = sum(busy) / done;
      double rate = sum(arrived) / WINDOW;
      double backlog = view.allWaiting() * service / (30.0 * PER_MINUTE);
      int want = (int) Math.ceil((rate * service / utilisation + backlog) / SLOTS);
      double now = sum(busy) / WINDOW / (SLOTS * Math.max(1.0, current));
      boolean inside = Math.abs(now - utilisation) < 0.3 * utilisation && view.allWaiting() == 0;
      if (inside || want == current) {
        return current;
      }
      if (want > current) {
        lastUp = view.tick();
      } else if (view.tick() - lastUp < 60 * PER_MINUTE) {
        return current;
      } else {
        want = Math.max(want, (int) Math.ceil(current * 0.4));
      }
      lastChange = view.tick();
      current = Math.max(1, want);
      return current;
    }

    private static double sum(double[] values) {
      return DoubleStream.of(values).sum();
    }
  }

  /** The highest five minutes of the last hour, and a margin. */
  private static final class Autopilot implements Policy {
    private final double margin;
    private final Highest five = new Highest(5 * PER_MINUTE);
    private final Highest hour = new Highest(60 * PER_MINUTE);

    Autopilot(double margin) {
      this.margin = margin;
    }

    @Override
    public int target(View view) {
      int peak = five.with(view.tick(), view.demand());
      int limit = (int) Math.ceil(margin * peak / SLOTS);
      return Math.max(hour.with(view.tick(), limit), 1);
    }
  }

  /** Knows what comes within one start, and keeps an idle server as long as a start takes. */
  private static final class Lookahead implements Policy {
    private final int[] demand;
    private final int ahead;
    private final Highest needed;

    Lookahead(int[] demand, int coldTicks) {
      this.demand = demand;
      this.ahead = coldTicks + 1;
      this.needed = new Highest(coldTicks);
    }

    @Override
    public int target(View view) {
      int most = view.demand();
      for (int tick = view.tick(); tick <= view.tick() + ahead && tick < demand.length; tick++) {
        most = Math.max(most, demand[tick]);
      }
      return needed.with(view.tick(), Optimum.servers(most, SLOTS));
    }
  }
}
