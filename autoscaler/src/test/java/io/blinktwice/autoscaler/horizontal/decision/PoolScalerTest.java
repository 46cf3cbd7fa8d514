package io.blinktwice.autoscaler.horizontal.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.testkit.Seeds;
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

  @Test
  void flapsAtMostSixTimesAnHourWhileItsInputIsInDoubt() {
    PoolScaler scaler = scaler();
    int servers = 5;
    int direction = 0;
    long changed = -1_000;
    int reversals = 0;
    for (int tick = 0; tick < 360; tick++) {
      double running = tick % 12 < 6 ? 40 : 4;
      Observed now =
          new Observed(
              (long) tick * TICK, new Flow(running, running, 0), Flow.NONE, servers, 0, 30, true);
      int target = scaler.decide(now, LIMITS).target();
      int way = Integer.signum(target - servers);
      if (way != 0) {
        reversals += way == -direction && (long) tick * TICK - changed <= 600 ? 1 : 0;
        direction = way;
        changed = (long) tick * TICK;
      }
      servers = target;
    }
    assertTrue(reversals <= 6, reversals + " reversals");
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
