package io.blinktwice.autoscaler.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;

import io.blinktwice.autoscaler.pools.decision.PoolPlan;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What becomes of pools and of workloads' memory. */
public final class AutoscalerMetrics {
  private static final Meter DECISIONS_METER =
      counter(
          "blinktwice_scaling_decisions_total",
          "decisions",
          "Scaling decisions by what is to be done, and whether somebody is to do it.",
          Label.of("action", PoolPlan.Action.class),
          Label.atMost(2, "carried_out", "true or false"));
  private static final Meter LIMITED_METER =
      counter(
          "blinktwice_scaling_limited_total",
          "decisions",
          "Scaling decisions that a limit changed.",
          Label.atMost(6, "limit", "what limited it"));
  private static final Meter ADVICE_METER =
      counter(
          "blinktwice_resource_advice_total",
          "advice",
          "Advice on the memory of workloads by the rule behind it.",
          Label.atMost(10, "rule", "names of rules"));

  private static final Label POOL = Label.atMost(50, "pool", "names of pools");
  private static final Meter TARGET_METER =
      gauge(
          "blinktwice_scaling_target",
          "clusters",
          "Clusters that a pool should have, by the newest decisions.",
          POOL);
  private static final Meter DEMAND_METER =
      gauge(
          "blinktwice_scaling_demand_cores",
          "cores",
          "Cores that are in use or waited for, by the newest decisions.",
          POOL);

  public static final Reading TARGET = Reading.of(TARGET_METER);
  public static final Reading DEMAND = Reading.of(DEMAND_METER);
  public static final Count DECISIONS = Count.of(DECISIONS_METER);
  public static final Count LIMITED = Count.of(LIMITED_METER);
  public static final Count ADVICE = Count.of(ADVICE_METER);

  public static final List<Meter> CATALOGUE =
      List.of(DECISIONS_METER, LIMITED_METER, ADVICE_METER, TARGET_METER, DEMAND_METER);

  private AutoscalerMetrics() {}

  public static void decided(PoolPlan plan) {
    DECISIONS.increment(Label.word(plan.action()), String.valueOf(!plan.forShow()));
    var limit = plan.choice().heldBackBy();
    if (limit != null) {
      LIMITED.increment(limit.label());
    }
  }

  public static void tellTargets(List<ScalingDecision> decisions, Reading.Samples samples) {
    tell(decisions, ScalingDecision::getTarget, samples);
  }

  public static void tellDemand(List<ScalingDecision> decisions, Reading.Samples samples) {
    tell(decisions, ScalingDecision::getDemandCores, samples);
  }

  /** Of each pool, over its versions and sizes. */
  private static void tell(
      List<ScalingDecision> decisions,
      ToDoubleFunction<ScalingDecision> figure,
      Reading.Samples samples) {
    Map<String, Double> sums = new TreeMap<>();
    decisions.forEach(each -> sums.merge(each.getPool(), figure.applyAsDouble(each), Double::sum));
    sums.forEach((pool, sum) -> samples.add(sum, pool));
  }
}
