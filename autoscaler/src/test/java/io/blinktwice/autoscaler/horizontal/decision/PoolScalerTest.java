package io.blinktwice.autoscaler.horizontal.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolScalerTest {
  private static final int TICK = 10;
  private static final Limits LIMITS = new Limits(0.01, 4, 0, 50, 50);

  @Test
  void neverBelowLiveDemandNeverAboveTheCeilingWhateverIsSaid() {
    Seeds.each(
        10,
        random -> {
          Limits limits = new Limits(0.001 + random.nextDouble() / 2, 4, 1, 30, 20);
          PoolScaler scaler = scaler();
          int servers = 0;
          long second = 0;
          for (int tick = 0; tick < 400; tick++) {
            second += random.nextInt(20) == 0 ? 900 : TICK;
            double running = Math.min(4.0 * servers, absurd(random));
            Observed now =
                new Observed(
                    second,
                    new Flow(absurd(random), running, absurd(random)),
                    new Flow(absurd(random), 0, absurd(random)),
                    servers,
                    random.nextInt(3),
                    1 + random.nextInt(2_000),
                    random.nextInt(10) == 0);
            ScalingChoice choice = scaler.decide(now, limits);
            assertTrue(choice.target() <= 20, "above the ceiling");
            assertTrue(choice.target() >= 1, "below the least");
            assertTrue(
                choice.target() >= Math.min(20, Servers.of(running, 4)), "what runs is stopped");
            servers = choice.target();
          }
        });
  }

  private static double absurd(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> 1e12 * random.nextDouble();
      default -> 100 * random.nextDouble();
    };
  }

  /**
   * Load that alternates, absurd figures, noise, a past that is the opposite of what comes, bursts;
   * gaps in the figures, starts that fail and starts that take ever longer.
   */
  @Test
  void changesItsDirectionAtMostSixTimesInAnyHourWhateverHappens() {
    Seeds.each(
        20,
        random -> {
          PoolScaler scaler = scaler();
          Reversals reversals = new Reversals();
          int kind = random.nextInt(5);
          double turn = 5 + random.nextInt(60);
          double failing = random.nextInt(2) * 0.3;
          int ready = 5;
          int starting = 0;
          long second = 0;
          for (int tick = 0; tick < 1_500; tick++) {
            second += random.nextInt(200) == 0 ? 600 : TICK;
            double demand = demand(kind, tick, turn, random);
            double running = Math.min(4.0 * ready, demand);
            int cold = 30 + (tick > 700 ? 60 : 0);
            boolean came = random.nextInt(cold / TICK) == 0;
            ready += came ? starting : 0;
            starting = came ? 0 : starting;
            Observed now =
                new Observed(
                    second,
                    new Flow(demand / 10, running, demand - running),
                    Flow.NONE,
                    ready,
                    starting,
                    cold,
                    failing > 0 && random.nextInt(20) == 0);
            int target = scaler.decide(now, LIMITS).target();
            int idle = ready - Servers.of(running, 4);
            int change =
                target > ready + starting
                    ? target - ready - starting
                    : -Math.max(0, Math.min(ready + starting - target, idle));
            for (int more = 0; more < change; more++) {
              starting += random.nextDouble() < failing ? 0 : 1;
            }
            ready += Math.min(0, change);
            reversals.changed(Integer.signum(change), second);
            assertTrue(reversals.inTheLastHour(second) <= 6, "kind " + kind + " at " + second);
          }
        });
  }

  private static double demand(int kind, int tick, double turn, Random random) {
    return switch (kind) {
      case 0 -> tick % turn < turn / 2 ? 80 : 4;
      case 1 -> Math.min(1e6, absurd(random));
      case 2 -> Math.max(0, 40 + 12 * random.nextGaussian());
      case 3 -> 40 + (tick < 700 ? 35 : -35) * Math.sin(tick / turn);
      default -> random.nextInt(30) == 0 ? 200 : 10;
    };
  }

  /** Counted as the simulation counts them: changes of direction within ten minutes. */
  private static final class Reversals {
    private final List<Long> seen = new ArrayList<>();
    private int direction;
    private long last = -10_000;

    void changed(int way, long second) {
      if (way != 0) {
        if (way == -direction && second - last <= 600) {
          seen.add(second);
        }
        direction = way;
        last = second;
      }
    }

    long inTheLastHour(long second) {
      return seen.stream().filter(each -> each > second - 3_600).count();
    }
  }

  @Test
  void decidesTheSameAfterItWasRestored() {
    Random random = new Random(3);
    PoolScaler scaler = scaler();
    int servers = 2;
    for (int tick = 0; tick < 300; tick++) {
      double running = Math.min(4.0 * servers, random.nextInt(30));
      Observed now =
          new Observed(
              (long) tick * TICK,
              new Flow(random.nextInt(4), running, random.nextInt(3)),
              new Flow(random.nextInt(2), 0, random.nextInt(2)),
              servers,
              0,
              60,
              false);
      PoolScaler restored = scaler().restored(scaler.state());
      ScalingChoice choice = scaler.decide(now, LIMITS);
      assertEquals(choice, restored.decide(now, LIMITS));
      servers = choice.target();
    }
    assertTrue(scaler.state().length < 200_000);
  }

  @Test
  void saysWhyInSentences() {
    ScalingChoice choice =
        scaler()
            .decide(
                new Observed(0, new Flow(9, 4, 60), Flow.NONE, 1, 0, 30, false),
                new Limits(0.01, 4, 0, 3, 3));
    assertEquals(3, choice.target());
    assertEquals(ScalingChoice.Limit.MOST, choice.heldBackBy());
    assertTrue(choice.reasons().getLast().sentence().contains("no more than 3"));
  }

  @Test
  void refusesImpossibleLimits() {
    assertThrows(IllegalArgumentException.class, () -> new Limits(0, 4, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Limits(.01, 4, 2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Flow(Double.NaN, 0, 0));
  }

  private static PoolScaler scaler() {
    return new PoolScaler(TICK, 10, 300);
  }
}
