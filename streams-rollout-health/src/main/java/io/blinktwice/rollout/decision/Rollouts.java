package io.blinktwice.rollout.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.Reason;
import io.blinktwice.rollout.decision.Event.CommandRefused;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides what becomes of a person's command: the share of a wave is set by hand. */
public final class Rollouts {
  /** A changed rule is a new version, and makes new decision ids. */
  static final String RULE_VERSION = "by-hand-1";

  private Rollouts() {}

  /** The id under which a command is answered, whatever the answer. */
  public static DecisionId idOf(Order order) {
    return DecisionId.of("rollout", RULE_VERSION, order.commandId(), order.version().value());
  }

  public static Outcome decide(Fleet fleet, Command command, Instant at) {
    DecisionId id = idOf(command.order());
    if (fleet.answered().contains(id)) {
      return new Outcome.Repeated(id);
    }
    return switch (Transitions.next(fleet, command)) {
      case Transitions.To(Rollout rollout, Reason reason) ->
          new Outcome.Accepted(
              new RolloutChanged(
                  id, command.version(), rollout, List.of(reason), inputs(fleet, command), at));
      case Transitions.Forbidden(Refusal refusal) ->
          new Outcome.Refused(new CommandRefused(id, refusal));
    };
  }

  private static List<String> inputs(Fleet fleet, Command command) {
    List<String> inputs = new ArrayList<>();
    inputs.add(command.order().coordinates());
    String registered = fleet.catalogue().get(command.version());
    if (registered != null) {
      inputs.add(registered);
    }
    return inputs;
  }
}
