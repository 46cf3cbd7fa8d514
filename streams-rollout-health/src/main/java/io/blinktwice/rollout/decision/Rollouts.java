package io.blinktwice.rollout.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.rollout.decision.Event.CommandRefused;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.judge.decision.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
                  id,
                  command.version(),
                  rollout,
                  List.of(reason),
                  inputs(fleet, command),
                  at,
                  null));
      case Transitions.Forbidden(Refusal refusal) ->
          new Outcome.Refused(new CommandRefused(id, refusal));
    };
  }

  /**
   * What a finding of the judge does to the fleet; nothing where a person has decided otherwise
   * meanwhile.
   */
  public static Optional<RolloutChanged> follow(
      Fleet fleet, EngineVersion version, Finding finding, Judged judged) {
    Rollout now = fleet.rollouts().get(version);
    if (now == null || now.state() != Rollout.State.ROLLING_OUT) {
      return Optional.empty();
    }
    Rollout next =
        switch (finding) {
          case Finding.Pause _ ->
              new Rollout(Rollout.State.PAUSED, now.share(), now.stableBefore());
          case Finding.Advance advance ->
              new Rollout(now.state(), Math.max(now.share(), advance.share()), now.stableBefore());
          case Finding.Slow _, Finding.Quicken _, Finding.Confine _, Finding.Ordered _ -> now;
        };
    List<String> inputs = new ArrayList<>();
    inputs.add("evidence@" + finding.at());
    String registered = fleet.catalogue().get(version);
    if (registered != null) {
      inputs.add(registered);
    }
    String rule = "Judge" + finding.getClass().getSimpleName();
    return Optional.of(
        new RolloutChanged(
            DecisionId.of(
                "rollout", Judged.RULE_VERSION, version.value(), rule, finding.at().toString()),
            version,
            next,
            List.of(new Reason(rule, finding.sentence())),
            inputs,
            finding.at(),
            judged));
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
