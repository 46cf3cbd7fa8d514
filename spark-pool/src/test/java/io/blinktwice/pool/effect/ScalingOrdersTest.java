package io.blinktwice.pool.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ScalingAction;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.pool.decision.ScalingOrder;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.kafka.TopicView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalingOrdersTest {
  private static final Instant STARTED = Instant.parse("2026-11-20T12:00:00Z");

  private final List<ScalingOrder> carriedOut = new ArrayList<>();
  private final ScalingOrders orders =
      new ScalingOrders(
          "local",
          STARTED,
          order -> {
            carriedOut.add(order);
            return Optional.empty();
          },
          new PoolMetrics());

  @Test
  void aDecisionOfThisPoolIsCarriedOut() {
    see(decision(ScalingAction.OUT).setSize("large").setCount(2).setTarget(3), Duration.ZERO);
    assertEquals(
        List.of(
            new ScalingOrder(
                "d-1",
                ScalingOrder.Action.OUT,
                new EngineVersion("4.2.0"),
                Optional.of("large"),
                2,
                3,
                List.of())),
        carriedOut);
  }

  @Test
  void whatIsAnotherPoolsOrOnlyForShowIsLeftAlone() {
    see(decision(ScalingAction.OUT).setPool("other"), Duration.ZERO);
    see(decision(ScalingAction.OUT).setDryRun(true), Duration.ZERO);
    orders.on(new TopicView.Record<>("local", null, 0, 0, STARTED));
    assertEquals(List.of(), carriedOut);
  }

  @Test
  void whatIsAboutClustersOfAFormerLifeIsPassedOver() {
    see(decision(ScalingAction.OUT), Duration.ofMinutes(-3));
    assertEquals(List.of(), carriedOut);
    see(decision(ScalingAction.OUT), Duration.ofMinutes(-1));
    assertEquals(1, carriedOut.size());
  }

  @Test
  void absurdNumbersAndVersionsHarmNobody() {
    see(decision(ScalingAction.IN).setCount(-7).setTarget(-1), Duration.ZERO);
    see(decision(ScalingAction.IN).setEngineVersion("latest"), Duration.ZERO);
    assertEquals(1, carriedOut.size());
    assertEquals(0, carriedOut.getFirst().count());
    assertEquals(0, carriedOut.getFirst().target());
  }

  @ParameterizedTest
  @EnumSource(ScalingAction.class)
  void everyActionIsDoneOrWantsNothing(ScalingAction action) {
    see(decision(action), Duration.ZERO);
    boolean nothing = action == ScalingAction.HOLD || action == ScalingAction.UNKNOWN;
    assertEquals(
        nothing ? List.of() : List.of(action.name()),
        carriedOut.stream().map(order -> order.action().name()).toList());
  }

  private void see(ScalingDecision.Builder decision, Duration after) {
    orders.on(new TopicView.Record<>("local", decision.build(), 0, 0, STARTED.plus(after)));
  }

  private static ScalingDecision.Builder decision(ScalingAction action) {
    return ScalingDecision.newBuilder()
        .setDecisionId("d-1")
        .setPool("local")
        .setEngineVersion("4.2.0")
        .setAction(action)
        .setCount(1)
        .setDecidedAt(STARTED);
  }
}
