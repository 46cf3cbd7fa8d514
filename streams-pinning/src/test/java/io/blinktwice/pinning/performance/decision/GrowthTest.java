package io.blinktwice.pinning.performance.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final double SURE = Math.log(100);

  @Test
  void aDensityIntegratesToOne() {
    for (int degrees : new int[] {1, 2, 3, 6, 30}) {
      StudentNoise noise = StudentNoise.of(degrees);
      double sum = 0;
      for (double at = -2_000; at <= 2_000; at += 0.01) {
        sum += Math.exp(noise.logDensity(at)) * 0.01;
      }
      assertEquals(1, sum, degrees == 1 ? 1e-3 : 1e-4, degrees + " degrees");
    }
  }

  @Test
  void slopeAndCurvatureAreTheDerivatives() {
    StudentNoise noise = StudentNoise.of(6);
    double step = 1e-5;
    for (double at : new double[] {-3, -0.5, 0, 0.7, 4}) {
      double slope = -(noise.logDensity(at + step) - noise.logDensity(at - step)) / (2 * step);
      assertEquals(slope, noise.slope(at), 1e-6);
      double curvature = (noise.slope(at + step) - noise.slope(at - step)) / (2 * step);
      assertEquals(curvature, noise.curvature(at), 1e-6);
    }
  }

  @Test
  void evidenceDoesNotDependOnUnits() {
    List<Sample> older = samples(1, 30, 0);
    List<Sample> newer = samples(2, 8, Math.log(1.3));
    Growth once = Growth.between(older, newer);
    Growth inOtherUnits = Growth.between(scaled(older), scaled(newer));
    assertEquals(once.logEvidence(), inOtherUnits.logEvidence(), 1e-5);
    assertEquals(once.shift(), inOtherUnits.shift(), 1e-5);
  }

  @Test
  void growthIsFoundAndItsSizeToo() {
    Growth growth = Growth.between(samples(3, 30, 0), samples(4, 20, Math.log(2)));
    assertTrue(growth.logEvidence() > SURE, growth::toString);
    assertEquals(Math.log(2), growth.shift(), 0.15);
  }

  @Test
  void largerInputsAreNoGrowth() {
    List<Sample> newer = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 20; run++) {
      newer.add(sample(random, Math.log(1.5), 0));
    }
    Growth growth = Growth.between(samples(6, 30, 0), newer);
    assertTrue(growth.logEvidence() < 0, growth::toString);
  }

  @Test
  void becomingFasterIsNoGrowth() {
    Growth growth = Growth.between(samples(7, 30, 0), samples(8, 20, Math.log(0.5)));
    assertTrue(growth.logEvidence() < 0, growth::toString);
  }

  @Test
  void identicalRunsAreBorne() {
    List<Sample> older = Collections.nCopies(30, new Sample(20, 10));
    assertTrue(Growth.between(older, older.subList(0, 5)).logEvidence() < SURE);
    List<Sample> twice = Collections.nCopies(5, new Sample(20, 10 + Math.log(2)));
    assertTrue(Growth.between(older, twice).logEvidence() > SURE);
  }

  @Test
  void whatGoesAwayIsToldFromWhatStays() {
    List<Sample> older = samples(9, 30, 0);
    List<Sample> newer = samples(10, 10, Math.log(1.6));
    assertTrue(Growth.oddsOfWentAway(older, newer, samples(11, 3, 0)) > 0);
    assertTrue(Growth.oddsOfWentAway(older, newer, samples(12, 3, Math.log(1.6))) < 0);
  }

  private static List<Sample> scaled(List<Sample> samples) {
    return samples.stream().map(s -> new Sample(s.input() + 7, s.value() - 3)).toList();
  }

  private static List<Sample> samples(long seed, int count, double shift) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> samples = new ArrayList<>();
    for (int run = 0; run < count; run++) {
      samples.add(sample(random, 0, shift));
    }
    return samples;
  }

  private static Sample sample(SplittableRandom random, double drift, double shift) {
    double input = drift + 0.6 * random.nextGaussian();
    return new Sample(20 + input, 13 + 0.8 * input + 0.2 * random.nextGaussian() + shift);
  }
}
