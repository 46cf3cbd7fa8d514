package io.blinktwice.testkit;

import java.util.Random;

/** What must hold for whatever is drawn: tried with seeds 0, 1, 2, …, so every run is the same. */
public final class Seeds {
  private Seeds() {}

  /** Draws a case and checks what must hold of it. */
  @FunctionalInterface
  public interface Property {
    void holds(Random random) throws Exception;
  }

  /** The first seed that fails is said; {@link #one} with it shows the case alone. */
  public static void each(int seeds, Property property) {
    for (long seed = 0; seed < seeds; seed++) {
      one(seed, property);
    }
  }

  public static void one(long seed, Property property) {
    try {
      property.holds(new Random(seed));
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed %d: %s".formatted(seed, e.getMessage()), e);
    }
  }
}
