package io.blinktwice.autoscaler.horizontal.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnlineBoundsTest {
  private static final int TICK = 10;

  @Test
  void whateverIsForecastCostsAtMostThreeTimesTheOptimumAndOneServerForAnHour() {
    Seeds.each(
        300,
        random -> {
          int beta = TICK * (1 + random.nextInt(30));
          int[] demand = demand(random, 1 + random.nextInt(800));
          OnlineBounds bounds = new OnlineBounds();
          double spent = 0;
          int on = 0;
          for (int tick = 0; tick < demand.length; tick++) {
            int proposed = adversary(random, demand, tick);
            int servers = bounds.step(demand[tick], proposed, TICK, beta).servers();
            assertTrue(servers >= demand[tick], "below the live demand");
            spent += servers * TICK + Math.max(0, servers - on) * beta;
            on = servers;
            double allowed =
                3 * optimum(demand, tick + 1, beta) + OnlineBounds.HEADROOM_SECONDS + 1e-6;
            assertTrue(spent <= allowed, "tick " + tick + ": " + spent + " > " + allowed);
          }
        });
  }

  @Test
  void aForecastThatIsCheapIsFollowed() {
    OnlineBounds bounds = new OnlineBounds();
    for (int tick = 0; tick < 1_000; tick++) {
      OnlineBounds.Bounded bounded = bounds.step(4, 6, TICK, 30);
      assertEquals(6, bounded.servers());
      assertEquals(4, bounded.lower());
    }
  }

  @Test
  void goesOnFromStoredStateAsIfNothingHadHappened() {
    Random random = new Random(5);
    int[] demand = demand(random, 500);
    OnlineBounds bounds = new OnlineBounds();
    for (int tick = 0; tick < demand.length; tick++) {
      StateWriter out = new StateWriter(1);
      bounds.write(out);
      OnlineBounds restored = new OnlineBounds();
      restored.read(new StateReader(out.bytes(), 1));
      int proposed = adversary(random, demand, tick);
      OnlineBounds.Bounded expected = bounds.step(demand[tick], proposed, TICK, 60);
      assertEquals(expected, restored.step(demand[tick], proposed, TICK, 60));
    }
  }

  private static int[] demand(Random random, int ticks) {
    int[] demand = new int[ticks];
    int level = 0;
    double restless = random.nextDouble();
    for (int tick = 0; tick < ticks; tick++) {
      if (random.nextDouble() < restless) {
        level = random.nextInt(12);
      }
      demand[tick] = level;
    }
    return demand;
  }

  /** Wants what hurts: much where little comes, little where much comes, or anything. */
  private static int adversary(Random random, int[] demand, int tick) {
    int next = demand[Math.min(demand.length - 1, tick + 1)];
    return switch (random.nextInt(3)) {
      case 0 -> next > demand[tick] ? 0 : 20;
      case 1 -> random.nextInt(25);
      default -> tick % 2 == 0 ? 0 : 20;
    };
  }

  /** Each level for itself: a gap is bridged if that is cheaper than a start. */
  private static double optimum(int[] demand, int ticks, int beta) {
    double cost = 0;
    for (int level = 1; level <= 12; level++) {
      int idle = -1;
      for (int tick = 0; tick < ticks; tick++) {
        if (demand[tick] >= level) {
          cost += TICK + (idle < 0 ? beta : Math.min(beta, idle * TICK));
          idle = 0;
        } else if (idle >= 0) {
          idle++;
        }
      }
    }
    return cost;
  }
}
