package io.blinktwice.rollout.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Rollout.State;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import io.blinktwice.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds whatever people do, in whatever order. */
class RolloutInvariantsTest {
  private static final List<EngineVersion> VERSIONS =
      List.of(new EngineVersion("3.5.7"), new EngineVersion("4.1.2"), new EngineVersion("4.2.0"));

  @Test
  void holdAfterEveryEvent() {
    Seeds.each(200, RolloutInvariantsTest::play);
  }

  private static void play(Random random) {
    Fleet fleet = Fleet.EMPTY;
    List<Event> events = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      Event event = next(fleet, random, step);
      if (event == null) {
        continue;
      }
      Fleet after = fleet.apply(event);
      check(fleet, event, after);
      events.add(event);
      fleet = after;
    }
    assertEquals(fleet, replayed(events));
  }

  private static Fleet replayed(List<Event> events) {
    Fleet fleet = Fleet.EMPTY;
    for (Event event : events) {
      fleet = fleet.apply(event);
    }
    return fleet;
  }

  private static @Nullable Event next(Fleet fleet, Random random, int step) {
    EngineVersion version = VERSIONS.get(random.nextInt(VERSIONS.size()));
    int kind = random.nextInt(10);
    if (kind == 0) {
      return new Event.VersionWithdrawn(version);
    }
    if (kind <= 2) {
      return new Event.VersionRegistered(version, "releases-0@" + step, ReleaseBudget.USUAL);
    }
    // Some ids come twice.
    Order order = new Order("c" + random.nextInt(50), "c-0@" + step, version, "alice", "why");
    return switch (Rollouts.decide(fleet, command(random, order), Instant.EPOCH)) {
      case Outcome.Accepted(Event.RolloutChanged change) -> change;
      case Outcome.Refused(Event.CommandRefused refusal) -> refusal;
      case Outcome.Repeated repeated -> null;
    };
  }

  private static Command command(Random random, Order order) {
    double share = random.nextDouble() * 1.2 - 0.1;
    return switch (random.nextInt(6)) {
      case 0 -> new Command.Start(order, share);
      case 1 -> new Command.Advance(order, share);
      case 2 -> new Command.Pause(order);
      case 3 -> new Command.Resume(order, null);
      case 4 -> new Command.Promote(order);
      default -> new Command.Abort(order);
    };
  }

  private static void check(Fleet before, Event event, Fleet after) {
    EngineVersion stable = after.stable();
    if (stable != null) {
      assertEquals(State.STABLE, stateOf(after, stable));
    }
    after.rollouts().values().forEach(rollout -> checkShare(rollout));
    if (event instanceof Event.RolloutChanged change) {
      Rollout was = before.rollouts().get(change.version());
      Rollout is = change.rollout();
      if (was != null && was.state() == State.ROLLING_OUT && is.state() == State.ROLLING_OUT) {
        assertTrue(is.share() > was.share());
      }
      if (is.state() == State.ROLLING_OUT) {
        assertTrue(before.catalogue().containsKey(change.version()));
        assertTrue(!change.version().equals(after.stable()));
      }
    } else {
      assertEquals(before.rollouts(), after.rollouts());
      assertEquals(before.stable(), after.stable());
    }
  }

  private static @Nullable State stateOf(Fleet fleet, EngineVersion version) {
    Rollout rollout = fleet.rollouts().get(version);
    return rollout == null ? null : rollout.state();
  }

  private static void checkShare(Rollout rollout) {
    switch (rollout.state()) {
      case ROLLING_OUT, PAUSED -> {
        assertTrue(rollout.share() > 0 && rollout.share() <= 1);
        assertTrue(rollout.stableBefore() != null);
      }
      case STABLE -> assertEquals(1.0, rollout.share());
      case ABORTED -> assertEquals(0.0, rollout.share());
    }
  }
}
