package io.blinktwice.rollout.decision;

import io.blinktwice.contract.Reason;
import io.blinktwice.rollout.decision.Command.Abort;
import io.blinktwice.rollout.decision.Command.Advance;
import io.blinktwice.rollout.decision.Command.Pause;
import io.blinktwice.rollout.decision.Command.Promote;
import io.blinktwice.rollout.decision.Command.Resume;
import io.blinktwice.rollout.decision.Command.Start;
import io.blinktwice.rollout.decision.Command.StartByEvidence;
import io.blinktwice.rollout.decision.Refusal.Rule;
import io.blinktwice.rollout.decision.Rollout.State;
import io.blinktwice.rollout.judge.decision.AlphaBudget;
import io.blinktwice.rollout.judge.decision.SpeedPolicy;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which command leads from where to where. */
final class Transitions {
  /** A step of a roll-out, or why there is none. */
  sealed interface Step {}

  record To(Rollout rollout, Reason reason) implements Step {}

  record Forbidden(Refusal refusal) implements Step {}

  /** Who accepts more had better switch the judge off. */
  private static final double MOST_BUDGET = 0.5;

  private Transitions() {}

  static Step next(Fleet fleet, Command command) {
    Rollout now = fleet.rollouts().get(command.version());
    return switch (command) {
      case Start(Order order, double share) -> start(fleet, order, now, share);
      case StartByEvidence(Order order) ->
          start(fleet, order, now, SpeedPolicy.DEFAULT.firstShare());
      case Advance(Order order, double share) -> advance(fleet, order, now, share);
      case Pause(Order order) -> pause(order, now);
      case Resume(Order order, Double budget) -> resume(fleet, order, now, budget);
      case Promote(Order order) -> promote(fleet, order, now);
      case Abort(Order order) -> abort(order, now);
    };
  }

  private static Step start(Fleet fleet, Order order, @Nullable Rollout now, double share) {
    if (!fleet.catalogue().containsKey(order.version())) {
      return unregistered(order);
    }
    if (order.version().equals(fleet.stable())) {
      return stable(order);
    }
    if (fleet.stable() == null) {
      return forbidden(
          Rule.FLEET_HAS_NO_STABLE_VERSION,
          "the fleet has no stable version to roll out beside; promote one first");
    }
    if (now != null && now.state() != State.ABORTED) {
      return elsewhere(order, now, "started");
    }
    if (!isShare(share)) {
      return outOfRange(share);
    }
    return to(
        order,
        new Rollout(State.ROLLING_OUT, share, fleet.stable()),
        "PersonStarted",
        "started the roll-out of %s at %s".formatted(order.version(), percent(share)));
  }

  private static Step advance(Fleet fleet, Order order, @Nullable Rollout now, double share) {
    if (!fleet.catalogue().containsKey(order.version())) {
      return unregistered(order);
    }
    if (now == null || now.state() != State.ROLLING_OUT) {
      return elsewhere(order, now, "advanced");
    }
    if (!isShare(share)) {
      return outOfRange(share);
    }
    if (share <= now.share()) {
      return forbidden(
          Rule.SHARE_DOES_NOT_GROW,
          "%s has reached %s; a roll-out only advances, abort it to take it back"
              .formatted(order.version(), percent(now.share())));
    }
    return to(
        order,
        new Rollout(State.ROLLING_OUT, share, now.stableBefore()),
        "PersonAdvanced",
        "advanced %s from %s to %s"
            .formatted(order.version(), percent(now.share()), percent(share)));
  }

  /** Possible for a withdrawn version too: what stops harm is never refused for form's sake. */
  private static Step pause(Order order, @Nullable Rollout now) {
    if (now == null || now.state() != State.ROLLING_OUT) {
      return elsewhere(order, now, "paused");
    }
    return to(
        order,
        new Rollout(State.PAUSED, now.share(), now.stableBefore()),
        "PersonPaused",
        "paused %s at %s".formatted(order.version(), percent(now.share())));
  }

  private static Step resume(
      Fleet fleet, Order order, @Nullable Rollout now, @Nullable Double budget) {
    if (!fleet.catalogue().containsKey(order.version())) {
      return unregistered(order);
    }
    if (now == null || now.state() != State.PAUSED) {
      return elsewhere(order, now, "resumed");
    }
    if (budget != null && !(budget > 0 && budget <= MOST_BUDGET)) {
      return forbidden(
          Rule.BUDGET_IS_OUT_OF_RANGE,
          "the chance of a wrong pause lies above 0 and up to %s; it was %s"
              .formatted(MOST_BUDGET, budget));
    }
    return to(
        order,
        new Rollout(State.ROLLING_OUT, now.share(), now.stableBefore()),
        "PersonResumed",
        "resumed %s at %s under a new budget (%s)"
            .formatted(order.version(), percent(now.share()), budget(budget).sentence()));
  }

  private static Step promote(Fleet fleet, Order order, @Nullable Rollout now) {
    if (!fleet.catalogue().containsKey(order.version())) {
      return unregistered(order);
    }
    if (order.version().equals(fleet.stable())) {
      return stable(order);
    }
    boolean first = fleet.stable() == null;
    Set<State> promotable = EnumSet.of(State.ROLLING_OUT, State.STABLE);
    if (!first && (now == null || !promotable.contains(now.state()))) {
      return elsewhere(order, now, "promoted");
    }
    return to(
        order,
        new Rollout(State.STABLE, 1.0, fleet.stable()),
        "PersonPromoted",
        "made %s the version of the fleet".formatted(order.version()));
  }

  private static Step abort(Order order, @Nullable Rollout now) {
    if (now == null || !EnumSet.of(State.ROLLING_OUT, State.PAUSED).contains(now.state())) {
      return elsewhere(order, now, "aborted");
    }
    return to(
        order,
        new Rollout(State.ABORTED, 0.0, now.stableBefore()),
        "PersonAborted",
        "aborted the roll-out of %s at %s".formatted(order.version(), percent(now.share())));
  }

  /** What a resumed roll-out goes on under. */
  static AlphaBudget budget(@Nullable Double alpha) {
    return alpha == null ? AlphaBudget.DEFAULT : AlphaBudget.of(alpha);
  }

  private static boolean isShare(double share) {
    return share > 0 && share <= 1;
  }

  private static Step to(Order order, Rollout rollout, String rule, String done) {
    String sentence = "%s %s: %s".formatted(order.actor(), done, order.reason());
    return new To(rollout, new Reason(rule, sentence));
  }

  private static Step unregistered(Order order) {
    return forbidden(
        Rule.VERSION_IS_NOT_REGISTERED,
        "%s is not in the catalogue of releases".formatted(order.version()));
  }

  private static Step stable(Order order) {
    return forbidden(
        Rule.VERSION_IS_STABLE,
        "%s is the version of the fleet already".formatted(order.version()));
  }

  private static Step outOfRange(double share) {
    return forbidden(
        Rule.SHARE_IS_OUT_OF_RANGE,
        "the share lies above 0 and up to 1, which is the whole fleet; it was " + share);
  }

  private static Step elsewhere(Order order, @Nullable Rollout now, String wanted) {
    String state =
        now == null
            ? "has not been started"
            : "is " + now.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return forbidden(
        Rule.ROLLOUT_IS_NOT_IN_A_STATE_FOR_THIS,
        "%s %s and cannot be %s".formatted(order.version(), state, wanted));
  }

  private static Step forbidden(Rule rule, String sentence) {
    return new Forbidden(new Refusal(rule, sentence));
  }

  private static String percent(double share) {
    return "%s %%"
        .formatted(
            BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString());
  }
}
