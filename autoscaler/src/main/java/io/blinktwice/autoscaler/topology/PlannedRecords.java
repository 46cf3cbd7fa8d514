package io.blinktwice.autoscaler.topology;

import io.blinktwice.autoscaler.horizontal.decision.ScalingChoice;
import io.blinktwice.autoscaler.pools.decision.PoolPlan;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.events.DemandForecast;
import io.blinktwice.events.PoolMode;
import io.blinktwice.events.Reason;
import io.blinktwice.events.ScalingAction;
import io.blinktwice.events.ScalingDecision;
import java.time.Instant;
import java.util.List;

/** Plans as they are written. */
final class PlannedRecords {
  static final String RULES = "scaling-1";

  private PlannedRecords() {}

  static ScalingDecision of(String pool, PoolPlan plan, String input, Instant at) {
    ScalingChoice choice = plan.choice();
    ScalingChoice.Limit limit = choice.heldBackBy();
    String size = plan.group().size();
    return ScalingDecision.newBuilder()
        .setDecisionId(
            DecisionId.of("scaling", RULES, pool, plan.group().version(), size, input).value())
        .setPool(pool)
        .setEngineVersion(plan.group().version())
        .setAction(action(plan.action()))
        .setSize(size.isEmpty() ? null : size)
        .setCount(plan.count())
        .setClusters(plan.clusters())
        .setTarget(plan.target())
        .setMode(plan.urgent() ? PoolMode.PERFORMANCE : PoolMode.STANDARD)
        .setForecast(
            DemandForecast.newBuilder()
                .setHorizonMillis(plan.coldSeconds() * 1000L)
                .setMean(choice.expected())
                .setQuantile(plan.quantile())
                .setCores(choice.covered())
                .setModel(choice.rule().name())
                .build())
        .setLowerBound(choice.lower() * plan.slots())
        .setUpperBound(choice.upper() * plan.slots())
        .setDemandCores(plan.demandCores())
        .setCostPerHour(plan.costPerHour() > 0 ? plan.costPerHour() : null)
        .setHeldBackBy(limit == null ? null : limit.label())
        .setDryRun(plan.forShow())
        .setPolicy("ours")
        .setReasons(
            choice.reasons().stream()
                .map(reason -> new Reason(reason.rule(), reason.sentence()))
                .toList())
        .setInputs(List.of(input))
        .setRuleVersion(RULES)
        .setDecidedAt(at)
        .build();
  }

  private static ScalingAction action(PoolPlan.Action action) {
    return switch (action) {
      case OUT -> ScalingAction.OUT;
      case IN -> ScalingAction.IN;
      case HOLD -> ScalingAction.HOLD;
    };
  }
}
