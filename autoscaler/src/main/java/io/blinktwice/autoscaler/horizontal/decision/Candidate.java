package io.blinktwice.autoscaler.horizontal.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One rule that a pool could be scaled by: what is expected, and how much more is kept ready.
 *
 * @param base what is expected within one start
 * @param kind how the margin grows with the pool
 * @param margin how large it is
 * @param longHold whether an idle server is kept for long
 * @param sharing how work that may wait shares the capacity
 */
public record Candidate(Basis base, Kind kind, double margin, boolean longHold, Sharing sharing) {

  /** What is expected. */
  public enum Basis {
    /** What there is now. */
    LEVEL,
    /** And what the day's rhythm adds. */
    RHYTHM,
    /** And what usually starts at that very minute. */
    SCHEDULE
  }

  /** How a margin grows. */
  public enum Kind {
    /** With the square root of what is expected: the noise of arrivals. */
    NOISE,
    /** With the square root of the pool's usual demand: bursts from outside. */
    BURST,
    /** With what is expected: growth. */
    GROWTH
  }

  /**
   * How work that may wait shares the capacity.
   *
   * @param provided how much of that work gets capacity of its own; the rest fills what is idle
   * @param reserve how much of the margin is closed to it
   */
  public record Sharing(double provided, double reserve) {}

  /** For a pool in which nothing may wait: sharing does not matter there. */
  static final Sharing ALONE = new Sharing(1, 1);

  private static final List<Sharing> SHARINGS =
      List.of(ALONE, new Sharing(1, .4), new Sharing(.7, 1), new Sharing(.7, .4));

  private static final double[] DEVIATIONS = {
    0, .4, .8, 1.2, 1.6, 2, 2.5, 3.1, 3.8, 4.6, 5.3, 6.1, 7, 8.2, 10
  };
  private static final double[] SHARES = {.1, .35, .7, 1.2, 1.8};

  /** Every rule that is tried, always in this order: stored state names them by their place. */
  static final List<Candidate> ALL = all();

  private static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    for (Sharing sharing : SHARINGS) {
      for (Basis base : Basis.values()) {
        for (boolean longHold : new boolean[] {false, true}) {
          for (double deviations : DEVIATIONS) {
            all.add(new Candidate(base, Kind.NOISE, deviations, longHold, sharing));
            if (deviations > 0) {
              all.add(new Candidate(base, Kind.BURST, deviations, longHold, sharing));
            }
          }
          for (double share : SHARES) {
            all.add(new Candidate(base, Kind.GROWTH, share, longHold, sharing));
          }
        }
      }
    }
    return List.copyOf(all);
  }

  /** Cores beyond what is expected. */
  double marginOf(double expected, double usual) {
    return switch (kind) {
      case NOISE -> margin * Math.sqrt(expected + 1);
      case BURST -> margin * Math.sqrt(usual + 1);
      case GROWTH -> margin * expected;
    };
  }

  /** For people, and for the topic: which model made the forecast. */
  public String name() {
    String size =
        kind == Kind.GROWTH
            ? String.format(Locale.ROOT, "+%.0f %%", 100 * margin)
            : String.format(Locale.ROOT, "+%.1f deviations", margin);
    return base.name().toLowerCase(Locale.ROOT)
        + " "
        + size
        + (kind == Kind.BURST ? " of its usual demand" : "")
        + (longHold ? ", long hold" : ", short hold");
  }
}
