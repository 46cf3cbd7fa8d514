package io.blinktwice.router.placement.size.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.placement.size.decision.PlanFeatures.Trait;
import io.blinktwice.router.placement.size.decision.SizeEstimate.From;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SizeEstimatorTest {
  private static final double DAY = 86_400;

  private final SizeEstimator estimator = new SizeEstimator();
  private double now = 1_800_000_000;

  @Test
  void whatNobodyKnowsIsGuessed() {
    assertEquals(From.PRIOR, estimator.estimate(plan("e", "m", 1, "t")).from());
  }

  @Test
  void aRepeatedPlanIsAsLargeAsItWas() {
    PlanFeatures plan = plan("e", "m", 1, "t");
    complete(plan, 100);
    complete(plan, 110);
    complete(plan, 90);
    SizeEstimate estimate = estimator.estimate(plan);
    assertEquals(From.SAME_PLAN, estimate.from());
    assertEquals(100, estimate.coreSeconds(), 6);
  }

  @Test
  void otherLiteralsAreOfTheSameShape() {
    for (int i = 0; i < 5; i++) {
      complete(plan("e" + i, "m", 1, "t"), 50);
    }
    SizeEstimate estimate = estimator.estimate(plan("new", "m", 1, "t"));
    assertEquals(From.SAME_SHAPE, estimate.from());
    assertEquals(50, estimate.coreSeconds(), 3);
  }

  @Test
  void oldTimesAreForgotten() {
    PlanFeatures plan = plan("e", "m", 1, "t");
    for (int i = 0; i < 20; i++) {
      complete(plan, 10);
    }
    now += 40 * DAY;
    complete(plan, 1_000);
    assertEquals(1_000, estimator.estimate(plan).coreSeconds(), 60);
  }

  @Test
  void theModelFollowsTheSizeOfWhatIsRead() {
    for (long seed = 1; seed <= 3; seed++) {
      SizeEstimator learner = new SizeEstimator();
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 400; i++) {
        double rows = Math.exp(12 + 6 * random.nextDouble());
        learner.completed(plan("e" + i, "m" + i, rows, ""), used(truth(rows, random)), now + i);
      }
      double[] errors = new double[101];
      for (int i = 0; i < errors.length; i++) {
        double rows = Math.exp(12 + 6 * random.nextDouble());
        SizeEstimate said = learner.estimate(plan("x" + i, "y" + i, rows, ""));
        assertEquals(From.MODEL, said.from());
        errors[i] = Math.abs(Math.log(said.coreSeconds() / truth(rows, random)));
      }
      Arrays.sort(errors);
      assertTrue(Math.exp(errors[50]) < 1.5, "seed " + seed + ": " + Math.exp(errors[50]));
    }
  }

  private static double truth(double rows, SplittableRandom random) {
    return (0.2 + rows / 1e5) * Math.exp(0.2 * random.nextGaussian());
  }

  @Test
  void nineInTenStayBelowTheHighEstimate() {
    for (long seed = 1; seed <= 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SizeEstimator learner = new SizeEstimator();
      int covered = 0;
      int counted = 0;
      for (int i = 0; i < 3_000; i++) {
        int which = random.nextInt(50);
        double size = (1 + which) * Math.exp(0.5 * random.nextGaussian());
        PlanFeatures plan = plan("e" + which, "m" + which, 1, "t");
        if (i > 500) {
          counted++;
          covered += size <= learner.estimate(plan).coreSecondsHigh() ? 1 : 0;
        }
        learner.completed(plan, used(size), now + i);
      }
      double share = (double) covered / counted;
      assertTrue(share > 0.88 && share < 0.92, "seed " + seed + ": " + share);
    }
  }

  @Test
  void whatWasLearntOutlivesARestart() throws IOException {
    for (int i = 0; i < 100; i++) {
      complete(plan("e" + i % 40, "m" + i % 20, 1e5 * i, "t" + i % 5), 1 + i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    estimator.write(new DataOutputStream(bytes));
    SizeEstimator restored =
        SizeEstimator.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int i = 0; i < 120; i++) {
      PlanFeatures plan = plan("e" + i, "m" + i, 1e5 * i, "t" + i % 7);
      assertEquals(estimator.estimate(plan), restored.estimate(plan));
    }
  }

  @Test
  void absurdCompletionsDoNoHarm() {
    PlanFeatures plan = plan("e", "m", 1, "t");
    double nan = Double.NaN;
    estimator.completed(plan, new Completion(nan, -1, nan, Double.POSITIVE_INFINITY, -5), now);
    estimator.completed(plan, new Completion(-3, nan, 1e300, nan, nan), now - 1e9);
    SizeEstimate estimate = estimator.estimate(plan);
    assertTrue(Double.isFinite(estimate.coreSeconds()) && estimate.coreSeconds() > 0);
    assertTrue(Double.isFinite(estimate.coreSecondsHigh()));
  }

  @Test
  void aPlanThatCouldNotBeReadIsAPrior() {
    assertEquals(From.PRIOR, estimator.estimate(PlanFeatures.nothing()).from());
  }

  private void complete(PlanFeatures plan, double coreSeconds) {
    estimator.completed(plan, used(coreSeconds), now);
  }

  private static Completion used(double coreSeconds) {
    return new Completion(coreSeconds, 8, 1e6, 0, 0);
  }

  private static PlanFeatures plan(String exact, String masked, double rows, String table) {
    List<String> tables = table.isEmpty() ? List.of() : List.of(table);
    return new PlanFeatures(
        exact, masked, Map.of(Trait.NODES, 3.0, Trait.RANGE_ROWS, rows), tables, true);
  }
}
