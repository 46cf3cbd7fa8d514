package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.ScalingOrder.Action;
import io.blinktwice.pool.decision.ScalingPlan.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingPlanTest {
  private static final EngineVersion VERSION = new EngineVersion("4.2.0");
  private static final SizeClasses SIZES = SizeClasses.parse("small=512m/1,large=2g/2", "small");
  private static final List<Action> ACTIONS = List.copyOf(EnumSet.allOf(Action.class));
  private static final ServerSize SMALL = SIZES.ordinary();
  private static final ServerSize LARGE = SIZES.sizes().getLast();

  @Test
  void aTargetThatIsMetNeedsNothing() {
    assertEquals(
        new ScalingPlan(List.of(), Optional.empty()),
        plan(order(Action.OUT, "small", 1, 2), place(1, "a", 0), place(2, "b", 0)));
  }

  @Test
  void aTargetIsReachedWithWhatIsMissing() {
    assertEquals(
        List.of(start(SMALL, null), start(SMALL, null)),
        plan(order(Action.OUT, "small", 0, 3), place(1, "a", 0)).steps());
  }

  @Test
  void noSizeIsTheOrdinaryOneAndAnUnknownOneIsRefused() {
    assertEquals(List.of(start(SMALL, null)), plan(order(Action.OUT, null, 1, 0)).steps());
    ScalingPlan refused = plan(order(Action.OUT, "huge", 1, 0));
    assertEquals(
        new ScalingPlan(List.of(), Optional.of("there is no size huge; there are small, large")),
        refused);
  }

  @Test
  void aVersionThatCannotBeStartedIsRefused() {
    ScalingOrder order =
        new ScalingOrder(
            "d", Action.OUT, new EngineVersion("9.9.9"), Optional.empty(), 1, 0, List.of());
    assertEquals(Optional.of("no server of 9.9.9 can be started here"), plan(order).refusal());
  }

  @Test
  void whoIsMissedLeastGoesFirst() {
    assertEquals(
        List.of(new Step.Drain("idle"), new Step.Drain("few")),
        plan(
                order(Action.IN, "small", 2, 1),
                place(1, "busy", 5),
                place(2, "few", 1),
                place(3, "idle", 0))
            .steps());
  }

  @Test
  void scalingInStopsAtTheTarget() {
    assertEquals(
        List.of(),
        plan(order(Action.IN, "small", 2, 2), place(1, "a", 0), place(2, "b", 0)).steps());
  }

  @Test
  void namedClustersGoAndOneThatIsNotThereIsSaid() {
    ScalingPlan plan =
        plan(
            new ScalingOrder("d", Action.IN, VERSION, Optional.empty(), 0, 0, List.of("a", "gone")),
            place(1, "a", 3));
    assertEquals(List.of(new Step.Drain("a")), plan.steps());
    assertEquals(Optional.of("there is no cluster gone here any more"), plan.refusal());
  }

  @Test
  void upBringsALargerOneForEachNamedOne() {
    assertEquals(
        List.of(start(LARGE, "a")),
        plan(
                new ScalingOrder("d", Action.UP, VERSION, Optional.of("large"), 1, 0, List.of("a")),
                place(1, "a", 0))
            .steps());
  }

  @Test
  void replaceKeepsTheSizeUnlessAnotherIsNamed() {
    assertEquals(
        List.of(start(SMALL, "a")),
        plan(
                new ScalingOrder(
                    "d", Action.REPLACE, VERSION, Optional.empty(), 1, 0, List.of("a")),
                place(1, "a", 0))
            .steps());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noOrderExceedsTheLimitNorDrainsTwiceNorGoesBelowItsTarget(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<ScalingOrder.Place> places = new ArrayList<>();
      int most = 1 + random.nextInt(8);
      for (int number = 1; number <= random.nextInt(most + 1); number++) {
        places.add(place(number, "c" + number, random.nextInt(4)));
      }
      Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      int target = random.nextInt(6);
      ScalingOrder order =
          new ScalingOrder(
              "d",
              action,
              VERSION,
              random.nextBoolean() ? Optional.of("small") : Optional.empty(),
              random.nextInt(6),
              target,
              random.nextBoolean() ? List.of("c1", "c2") : List.of());
      ScalingPlan plan = ScalingPlan.of(order, pool(places, most));
      long starts = plan.steps().stream().filter(Step.Start.class::isInstance).count();
      List<Step> drains = plan.steps().stream().filter(Step.Drain.class::isInstance).toList();
      assertTrue(places.size() + starts <= most, "seed " + seed + ": " + order + plan);
      assertEquals(Set.copyOf(drains).size(), drains.size(), "seed " + seed);
      if (action == Action.IN && order.clusters().isEmpty() && !drains.isEmpty()) {
        assertTrue(places.size() - drains.size() >= target, "seed " + seed + ": " + order);
      }
    }
  }

  private static ScalingPlan plan(ScalingOrder order, ScalingOrder.Place... places) {
    return ScalingPlan.of(order, pool(List.of(places), 10));
  }

  private static ScalingPlan.Pool pool(List<ScalingOrder.Place> places, int most) {
    return new ScalingPlan.Pool(places, Set.of(VERSION), SIZES, most);
  }

  private static Step start(ServerSize size, @Nullable String instead) {
    return new Step.Start(VERSION, size, instead);
  }

  private static ScalingOrder order(Action action, @Nullable String size, int count, int target) {
    return new ScalingOrder(
        "d", action, VERSION, Optional.ofNullable(size), count, target, List.of());
  }

  private static ScalingOrder.Place place(int number, String cluster, int operations) {
    ServerLoad load =
        new ServerLoad(
            Instant.EPOCH,
            new ServerLoad.Work(0, 0, operations, 0, 0),
            new ServerLoad.Memory(1, 1, 0, 0, 0),
            0,
            0,
            0,
            0,
            List.of(),
            0);
    return new ScalingOrder.Place(
        new ServerSlot(VERSION, SMALL, number), cluster, false, Optional.of(load));
  }
}
