package io.blinktwice.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final int DRAWS = 100_000;

  @Test
  void countsHaveTheirMeans() {
    SplittableRandom random = new SplittableRandom(1);
    double small = 0;
    double large = 0;
    double rare = 0;
    double common = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      small += Draws.poisson(2.5, random);
      large += Draws.poisson(200, random);
      rare += Draws.binomial(70, .01, random);
      common += Draws.binomial(1_000, .18, random);
    }
    assertEquals(2.5, small / DRAWS, .02);
    assertEquals(200, large / DRAWS, .2);
    assertEquals(.7, rare / DRAWS, .01);
    assertEquals(180, common / DRAWS, .2);
  }

  @Test
  void aBinomialNeverExceedsItsTrials() {
    SplittableRandom random = new SplittableRandom(2);
    for (int draw = 0; draw < DRAWS; draw++) {
      int count = Draws.binomial(3, .9, random);
      assertTrue(count >= 0 && count <= 3, "count " + count);
    }
  }

  @Test
  void theLotteryDrawsInProportionToWeight() {
    SplittableRandom random = new SplittableRandom(3);
    Lottery lottery = new Lottery(new double[] {1, 0, 6, 3});
    int[] hits = new int[4];
    for (int draw = 0; draw < DRAWS; draw++) {
      hits[lottery.draw(random)]++;
    }
    assertEquals(.1, hits[0] / (double) DRAWS, .005);
    assertEquals(0, hits[1]);
    assertEquals(.6, hits[2] / (double) DRAWS, .005);
    assertEquals(.3, hits[3] / (double) DRAWS, .005);
  }
}
