package io.blinktwice.simulator.sizing;

import io.blinktwice.autoscaler.vertical.decision.PriceCurve;
import io.blinktwice.simulator.JsonLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Learns from three runs of a workload how long it takes on how many nodes, and chooses: workloads
 * with a serial part, a parallel part and a memory cliff below which they spill.
 */
public final class PriceSimulation {
  private static final List<Integer> NODES = List.of(2, 4, 6, 8, 10, 12);
  private static final int WORKLOADS = 400;
  private static final double NOISE = 0.02;
  private static final double SPILLING = 2.2;

  private final double serial;
  private final double parallel;
  private final int cliff;
  private final SplittableRandom random;

  private PriceSimulation(SplittableRandom random) {
    this.random = random;
    this.parallel = 400 + 2_000 * random.nextDouble();
    this.serial = parallel * (0.02 + 0.1 * random.nextDouble());
    this.cliff = NODES.get(random.nextInt(3));
  }

  private double truth(int nodes) {
    double spilling = nodes >= cliff ? 1 : 1 + (SPILLING - 1) * (cliff - nodes) / cliff;
    return (serial + parallel / nodes) * spilling;
  }

  private PriceCurve.Run run(int nodes) {
    double seconds = truth(nodes) * Math.exp(NOISE * random.nextGaussian());
    return new PriceCurve.Run(nodes, seconds, false);
  }

  /** One JSON line for each seed and mode. */
  public static void run(long firstSeed, long lastSeed, Consumer<String> jsonLines) {
    for (long seed = firstSeed; seed <= lastSeed; seed++) {
      for (String policy : List.of("ours", "fit-all")) {
        jsonLines.accept(line(seed, policy));
      }
    }
  }

  private static String line(long seed, String policy) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> errors = new ArrayList<>();
    double chosen = 0;
    double best = 0;
    double kneeTime = 0;
    double kneeCost = 0;
    int learned = 0;
    for (int workload = 0; workload < WORKLOADS; workload++) {
      PriceSimulation of = new PriceSimulation(random.split());
      Optional<PriceCurve> curve = of.learn(policy);
      if (curve.isEmpty()) {
        continue;
      }
      learned++;
      PriceCurve found = curve.get();
      for (int nodes : NODES) {
        if (nodes >= found.cliff() && nodes >= of.cliff) {
          errors.add(Math.abs(found.seconds(nodes) / of.truth(nodes) - 1));
        }
      }
      double deadline = of.truth(8) * 1.1;
      ToIntFunction<Integer> within = nodes -> of.truth(nodes) <= deadline ? 0 : 1;
      int cheapest = found.cheapest(NODES, deadline);
      int ideal =
          NODES.stream()
              .filter(nodes -> within.applyAsInt(nodes) == 0)
              .min((a, b) -> Double.compare(a * of.truth(a), b * of.truth(b)))
              .orElseThrow();
      chosen += cheapest * of.truth(cheapest) / (ideal * of.truth(ideal));
      best++;
      int knee = found.knee(NODES);
      kneeTime += of.truth(cheapest) / of.truth(knee);
      kneeCost += knee * of.truth(knee) / (cheapest * of.truth(cheapest));
    }
    double[] sorted = errors.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new JsonLine()
        .text("scenario", "S7")
        .text("policy", policy)
        .number("workloads", learned)
        .number("medianError", sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2])
        .number("costRatio", chosen / best)
        .number("kneeSpeedUp", kneeTime / best)
        .number("kneeCostRatio", kneeCost / best)
        .end();
  }

  /** Three runs: on two, four and six nodes; on more if those spilled. */
  private Optional<PriceCurve> learn(String policy) {
    List<PriceCurve.Run> runs = new ArrayList<>();
    for (int nodes : List.of(2, 4, 6)) {
      runs.add(run(nodes));
    }
    Optional<PriceCurve> curve =
        policy.equals("ours") ? PriceCurve.of(runs) : PriceCurve.throughAll(runs);
    if (curve.isEmpty()) {
      runs.add(run(10));
      curve = PriceCurve.of(runs);
    }
    return curve;
  }
}
