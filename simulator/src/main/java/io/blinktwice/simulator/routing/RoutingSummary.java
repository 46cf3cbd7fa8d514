package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.JsonLine;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How a policy did over all seeds: geometric means with 95 % intervals over the seeds. */
record RoutingSummary(
    String scenario, RoutingPolicy policy, double rho, String seeds, List<Seed> flown) {
  /** Two-sided 97.5 % quantiles of Student's t for 1, 2, 3, … degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086
  };

  private static final double NORMAL = 1.96;

  /**
   * One seed.
   *
   * @param simple the same under weighted least connections
   * @param without the same without what makes the scenario hard, where there is that
   * @param outage the same with outages, where there is that
   */
  record Seed(Flown own, Flown simple, @Nullable Flown without, @Nullable Flown outage) {}

  /** A mean and where it lies. */
  record Bounds(double mean, double low, double high) {
    static Bounds of(double[] values) {
      int n = values.length;
      double mean = 0;
      for (double value : values) {
        mean += Math.log(value) / n;
      }
      double squares = 0;
      for (double value : values) {
        squares += Math.pow(Math.log(value) - mean, 2);
      }
      double t = n < 2 ? 0 : n - 2 < T.length ? T[n - 2] : NORMAL;
      double half = n < 2 ? 0 : t * Math.sqrt(squares / (n - 1) / n);
      return new Bounds(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
    }
  }

  Bounds bounds(ToDoubleFunction<Seed> of) {
    return Bounds.of(flown.stream().mapToDouble(of).toArray());
  }

  String json(Scenario kind) {
    JsonLine json =
        new JsonLine()
            .text("scenario", scenario)
            .text("policy", policy.label())
            .number("rho", rho)
            .text("seeds", seeds);
    add(json, "interactiveP50", seed -> seed.own().interactiveP50());
    add(json, "interactiveP99", seed -> seed.own().interactiveP99());
    add(json, "batchMean", seed -> seed.own().batchMean());
    add(json, "batchP95", seed -> seed.own().batchP95());
    add(json, "imbalance", seed -> seed.own().imbalance());
    json.number("wastedWork", mean(seed -> seed.own().wastedWork()));
    json.number("failed", sum(seed -> seed.own().failed()));
    add(
        json,
        "interactiveP99Ratio",
        seed -> seed.own().interactiveP99() / seed.simple().interactiveP99());
    add(json, "batchMeanRatio", seed -> seed.own().batchMean() / seed.simple().batchMean());
    switch (kind) {
      case S1, S2 -> {}
      case S3 -> {
        withoutIt(json, "othersRatio");
        json.number("isolationP95", mean(seed -> seed.own().isolationP95()));
      }
      case S4 -> {
        withoutIt(json, "freshRatio");
        add(json, "outageP99", seed -> outage(seed).outageP99());
      }
      case S5 -> {
        withoutIt(json, "pinnedRatio");
        json.number("lostRunning", sum(seed -> seed.own().lost()));
        json.number("fairShareSeconds", most(seed -> seed.own().fairShareSeconds()));
      }
      case S6 -> {
        if (policy == RoutingPolicy.OURS) {
          withoutIt(json, "fullScanRatio");
        }
      }
    }
    return json.end();
  }

  private void withoutIt(JsonLine json, String key) {
    add(json, key, seed -> seed.own().interactiveP99() / without(seed).interactiveP99());
  }

  private static Flown without(Seed seed) {
    return java.util.Objects.requireNonNull(seed.without());
  }

  private static Flown outage(Seed seed) {
    return java.util.Objects.requireNonNull(seed.outage());
  }

  private void add(JsonLine json, String key, ToDoubleFunction<Seed> of) {
    Bounds bounds = bounds(of);
    json.number(key, bounds.mean());
    json.number(key + "Low", bounds.low());
    json.number(key + "High", bounds.high());
  }

  private double mean(ToDoubleFunction<Seed> of) {
    return flown.stream().mapToDouble(of).average().orElse(0);
  }

  private double sum(ToDoubleFunction<Seed> of) {
    return flown.stream().mapToDouble(of).sum();
  }

  private double most(ToDoubleFunction<Seed> of) {
    return flown.stream().mapToDouble(of).max().orElse(0);
  }
}
