package io.blinktwice.rollout.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Refusal.Rule;
import io.blinktwice.rollout.decision.Rollout.State;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutsTest {
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private Fleet fleet =
      Fleet.EMPTY
          .apply(new Event.VersionRegistered(OLD, "releases-0@0", ReleaseBudget.USUAL))
          .apply(new Event.VersionRegistered(NEW, "releases-0@1", ReleaseBudget.USUAL));
  private int commands;

  @Test
  void promotesTheFirstStableVersionWithoutARollout() {
    Event.RolloutChanged change = accepted(new Command.Promote(order(OLD)));

    assertEquals(new Rollout(State.STABLE, 1.0, null), change.rollout());
    assertEquals(OLD, fleet.stable());
  }

  @Test
  void goesThroughTheLifeOfARollout() {
    accepted(new Command.Promote(order(OLD)));
    assertEquals(
        new Rollout(State.ROLLING_OUT, 0.1, OLD),
        accepted(new Command.Start(order(NEW), 0.1)).rollout());
    assertEquals(
        new Rollout(State.ROLLING_OUT, 0.5, OLD),
        accepted(new Command.Advance(order(NEW), 0.5)).rollout());
    assertEquals(
        new Rollout(State.PAUSED, 0.5, OLD), accepted(new Command.Pause(order(NEW))).rollout());
    assertEquals(
        new Rollout(State.ROLLING_OUT, 0.5, OLD),
        accepted(new Command.Resume(order(NEW), null)).rollout());
    assertEquals(
        new Rollout(State.STABLE, 1.0, OLD), accepted(new Command.Promote(order(NEW))).rollout());
    assertEquals(NEW, fleet.stable());
  }

  @Test
  void goesBackToAVersionThatWasStableBefore() {
    accepted(new Command.Promote(order(OLD)));
    accepted(new Command.Start(order(NEW), 1.0));
    accepted(new Command.Promote(order(NEW)));

    accepted(new Command.Promote(order(OLD)));

    assertEquals(OLD, fleet.stable());
  }

  @Test
  void startsAnAbortedReleaseAgain() {
    accepted(new Command.Promote(order(OLD)));
    accepted(new Command.Start(order(NEW), 0.5));
    assertEquals(
        new Rollout(State.ABORTED, 0.0, OLD), accepted(new Command.Abort(order(NEW))).rollout());

    accepted(new Command.Start(order(NEW), 0.1));
  }

  @Test
  void saysWhoDidWhatAndWhyAndFromWhichRecords() {
    accepted(new Command.Promote(order(OLD)));
    Event.RolloutChanged change = accepted(new Command.Start(order(NEW), 0.125));

    assertEquals(
        "alice started the roll-out of 4.2.0 at 12.5 %: it is time",
        change.reasons().getFirst().sentence());
    assertEquals(List.of("rollout-commands-0@1", "releases-0@1"), change.inputs());
    assertEquals(AT, change.at());
  }

  @Test
  void refusesWhatIsNotInTheCatalogue() {
    EngineVersion unknown = new EngineVersion("9.9.9");
    accepted(new Command.Promote(order(OLD)));

    refused(Rule.VERSION_IS_NOT_REGISTERED, new Command.Start(order(unknown), 0.1));
    refused(Rule.VERSION_IS_NOT_REGISTERED, new Command.Promote(order(unknown)));
    refused(Rule.VERSION_IS_NOT_REGISTERED, new Command.Advance(order(unknown), 0.1));
    refused(Rule.VERSION_IS_NOT_REGISTERED, new Command.Resume(order(unknown), null));
  }

  @Test
  void refusesSharesThatAreNone() {
    accepted(new Command.Promote(order(OLD)));
    for (double share : new double[] {0, -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(Rule.SHARE_IS_OUT_OF_RANGE, new Command.Start(order(NEW), share));
    }
  }

  @Test
  void advancesUpwardsOnly() {
    accepted(new Command.Promote(order(OLD)));
    accepted(new Command.Start(order(NEW), 0.5));

    refused(Rule.SHARE_DOES_NOT_GROW, new Command.Advance(order(NEW), 0.4));
    refused(Rule.SHARE_DOES_NOT_GROW, new Command.Advance(order(NEW), 0.5));
    refused(Rule.SHARE_IS_OUT_OF_RANGE, new Command.Advance(order(NEW), 1.5));
  }

  @Test
  void leavesTheStableVersionAlone() {
    accepted(new Command.Promote(order(OLD)));

    refused(Rule.VERSION_IS_STABLE, new Command.Start(order(OLD), 0.1));
    refused(Rule.VERSION_IS_STABLE, new Command.Promote(order(OLD)));
    refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Abort(order(OLD)));
    refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Pause(order(OLD)));
  }

  @Test
  void startsNothingBesideNothing() {
    refused(Rule.FLEET_HAS_NO_STABLE_VERSION, new Command.Start(order(NEW), 0.1));
  }

  @Test
  void refusesStepsThatTheStateDoesNotHave() {
    accepted(new Command.Promote(order(OLD)));
    for (Command command :
        List.of(
            new Command.Advance(order(NEW), 0.1),
            new Command.Pause(order(NEW)),
            new Command.Resume(order(NEW), null),
            new Command.Promote(order(NEW)),
            new Command.Abort(order(NEW)))) {
      refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, command);
    }
    accepted(new Command.Start(order(NEW), 0.1));
    refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Start(order(NEW), 0.2));
    refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Resume(order(NEW), null));
    accepted(new Command.Pause(order(NEW)));
    refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Promote(order(NEW)));
    refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Advance(order(NEW), 0.5));
  }

  @Test
  void stopsAReleaseThatWasWithdrawnFromTheCatalogue() {
    accepted(new Command.Promote(order(OLD)));
    accepted(new Command.Start(order(NEW), 0.5));
    fleet = fleet.apply(new Event.VersionWithdrawn(NEW));

    refused(Rule.VERSION_IS_NOT_REGISTERED, new Command.Advance(order(NEW), 0.6));
    accepted(new Command.Abort(order(NEW)));
  }

  @Test
  void answersACommandOnce() {
    Order order = order(OLD);
    accepted(new Command.Promote(order));

    assertInstanceOf(
        Outcome.Repeated.class, Rollouts.decide(fleet, new Command.Promote(order), AT));
  }

  @Test
  void doesNotCarryOutLaterWhatItRefusedBefore() {
    Order order = order(NEW);
    refused(Rule.FLEET_HAS_NO_STABLE_VERSION, new Command.Start(order, 0.1));
    accepted(new Command.Promote(order(OLD)));

    assertInstanceOf(
        Outcome.Repeated.class, Rollouts.decide(fleet, new Command.Start(order, 0.1), AT));
  }

  @Test
  void forgetsTheOldestAnswersOnly() {
    for (int i = 0; i < Fleet.MAX_ANSWERED + 5; i++) {
      refused(Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS, new Command.Pause(order(NEW)));
    }

    assertEquals(Fleet.MAX_ANSWERED, fleet.answered().size());
    assertFalse(fleet.answered().contains(Rollouts.idOf(orderOf("c0", NEW))));
    assertTrue(fleet.answered().contains(Rollouts.idOf(orderOf("c5", NEW))));
  }

  private Event.RolloutChanged accepted(Command command) {
    Outcome.Accepted accepted =
        assertInstanceOf(Outcome.Accepted.class, Rollouts.decide(fleet, command, AT));
    fleet = fleet.apply(accepted.change());
    return accepted.change();
  }

  private void refused(Rule rule, Command command) {
    Outcome.Refused refused =
        assertInstanceOf(Outcome.Refused.class, Rollouts.decide(fleet, command, AT));
    assertEquals(rule, refused.refusal().refusal().rule());
    fleet = fleet.apply(refused.refusal());
  }

  private Order order(EngineVersion version) {
    return orderOf("c" + commands++, version);
  }

  private static Order orderOf(String id, EngineVersion version) {
    return new Order(id, "rollout-commands-0@" + id.substring(1), version, "alice", "it is time");
  }
}
