package io.blinktwice.rollout.topology;

import io.blinktwice.contract.Reason;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Outcome;
import io.blinktwice.rollout.decision.Rollouts;
import io.blinktwice.rollout.metrics.RolloutMetrics;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the decision, applies its event to the stored fleet, and passes it on. */
final class DecideRollouts extends ContextualProcessor<String, Input, String, RolloutDecision> {
  private static final Logger LOG = LoggerFactory.getLogger(DecideRollouts.class);
  private static final String ROLE = "rollout";

  /** The store holds one fleet. */
  private static final String FLEET = "fleet";

  @Override
  public void process(Record<String, Input> told) {
    Fleet fleet = stored();
    switch (told.value()) {
      case Input.Happened(Event event) -> fleets().put(FLEET, fleet.apply(event));
      case Input.Wanted(Command command) -> answer(told, fleet, command);
    }
  }

  private void answer(Record<String, Input> told, Fleet fleet, Command command) {
    switch (Rollouts.decide(fleet, command, Instant.ofEpochMilli(told.timestamp()))) {
      case Outcome.Accepted(Event.RolloutChanged change) -> {
        fleets().put(FLEET, fleet.apply(change));
        log(change);
        RolloutMetrics.decided(change);
        context().forward(decision(told, change));
      }
      case Outcome.Refused(Event.CommandRefused refused) -> {
        fleets().put(FLEET, fleet.apply(refused));
        throw new UnusableRecord(refused.refusal().sentence());
      }
      case Outcome.Repeated repeated ->
          LOG.atInfo().addKeyValue("decision", repeated.id()).log("command was answered before");
    }
  }

  private KeyValueStore<String, Fleet> fleets() {
    return context().getStateStore(RolloutTopology.STORE);
  }

  private Fleet stored() {
    Fleet fleet = fleets().get(FLEET);
    return fleet == null ? Fleet.EMPTY : fleet;
  }

  private static Record<String, RolloutDecision> decision(
      Record<String, Input> told, Event.RolloutChanged change) {
    Headers headers = new RecordHeaders(told.headers());
    CloudEvents.stamp(headers, change.id().value(), ROLE, RolloutDecision.class, change.at());
    return new Record<>(told.key(), Decisions.written(change), told.timestamp(), headers);
  }

  private static void log(Event.RolloutChanged change) {
    LOG.atInfo()
        .addKeyValue("version", change.version())
        .addKeyValue("state", change.rollout().state())
        .addKeyValue("share", change.rollout().share())
        .addKeyValue("rule", change.reasons().stream().map(Reason::rule).toList())
        .log("roll-out changed");
  }
}
