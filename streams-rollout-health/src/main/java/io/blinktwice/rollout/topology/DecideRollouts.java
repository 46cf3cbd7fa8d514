package io.blinktwice.rollout.topology;

import io.blinktwice.contract.Reason;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Outcome;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.rollout.decision.Rollouts;
import io.blinktwice.rollout.judge.decision.Beat;
import io.blinktwice.rollout.metrics.RolloutMetrics;
import io.blinktwice.rollout.store.NewsPage;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the decision, applies its event to the stored fleet, and passes it on: for what people want
 * and for what the judges find alike. Health goes out beside it.
 */
final class DecideRollouts extends ContextualProcessor<String, Input, String, SpecificRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(DecideRollouts.class);
  private static final String ROLE = "rollout";

  /** The store holds one fleet. */
  private static final String FLEET = "fleet";

  private final IntSupplier partitions;
  private @Nullable Judging judging;
  private @Nullable WaitingNews waiting;

  /** There are so many partitions of workloads to wait for. */
  DecideRollouts(IntSupplier partitions) {
    this.partitions = partitions;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> context) {
    super.init(context);
    judging = new Judging(context.getStateStore(RolloutTopology.EVIDENCE));
    waiting = new WaitingNews(context.getStateStore(RolloutTopology.NEWS), partitions);
  }

  private Judging judging() {
    return Objects.requireNonNull(judging, "not initialised");
  }

  private WaitingNews waiting() {
    return Objects.requireNonNull(waiting, "not initialised");
  }

  @Override
  public void process(Record<String, Input> told) {
    switch (told.value()) {
      case Input.Happened(Event event) -> happened(event);
      case Input.Wanted(Command command) -> answer(told, command);
      case Input.Told(NewsPage page) -> judge(told, page);
    }
  }

  private void happened(Event event) {
    fleets().put(FLEET, stored().apply(event));
    judging().happened(event);
    judging().keep();
  }

  private void answer(Record<String, Input> told, Command command) {
    Fleet fleet = stored();
    switch (Rollouts.decide(fleet, command, Instant.ofEpochMilli(told.timestamp()))) {
      case Outcome.Accepted(Event.RolloutChanged change) -> {
        judging().ordered(command, change);
        changed(told, change);
        tellHealth(told, change.at(), Set.of(change.version().value()));
        judging().keep();
      }
      case Outcome.Refused(Event.CommandRefused refused) -> {
        fleets().put(FLEET, fleet.apply(refused));
        throw new UnusableRecord(refused.refusal().sentence());
      }
      case Outcome.Repeated repeated ->
          LOG.atInfo().addKeyValue("decision", repeated.id()).log("command was answered before");
    }
  }

  /** Hears what is complete, beat by beat. */
  private void judge(Record<String, Input> told, NewsPage page) {
    waiting().add(page);
    OptionalLong next = waiting().complete();
    if (next.isEmpty()) {
      return;
    }
    while (next.isPresent()) {
      Beat beat = new Beat(next.getAsLong());
      Set<String> decided = new HashSet<>();
      for (Event.RolloutChanged change :
          judging().beat(stored(), beat, waiting().take(beat.number()))) {
        changed(told, change);
        decided.add(change.version().value());
      }
      tellHealth(told, beat.end(), decided);
      next = waiting().complete();
    }
    waiting().keep();
    judging().keep();
  }

  private void changed(Record<String, Input> told, Event.RolloutChanged change) {
    fleets().put(FLEET, stored().apply(change));
    log(change);
    RolloutMetrics.decided(change);
    String id = change.id().value();
    RolloutDecision decision = Decisions.written(change);
    decision.setConfined(judging().confined(change.version()));
    context()
        .forward(
            record(told, change.version().value(), decision, id, change.at()),
            RolloutTopology.DECISIONS);
  }

  private void tellHealth(Record<String, Input> told, Instant now, Set<String> decided) {
    for (String version : judging().health().toTell(now, decided, rolling())) {
      VersionHealth health = HealthRecords.of(version, judging(), stored(), now);
      String id = "health-" + version + "-" + now.toEpochMilli();
      context().forward(record(told, version, health, id, now), RolloutTopology.HEALTH);
    }
  }

  private Set<String> rolling() {
    return stored().rollouts().entrySet().stream()
        .filter(entry -> entry.getValue().state() == Rollout.State.ROLLING_OUT)
        .map(entry -> entry.getKey().value())
        .collect(Collectors.toSet());
  }

  private KeyValueStore<String, Fleet> fleets() {
    return context().getStateStore(RolloutTopology.STORE);
  }

  private Fleet stored() {
    Fleet fleet = fleets().get(FLEET);
    return fleet == null ? Fleet.EMPTY : fleet;
  }

  private static Record<String, SpecificRecord> record(
      Record<String, Input> cause, String key, SpecificRecord value, String id, Instant at) {
    Headers headers = new RecordHeaders(cause.headers());
    CloudEvents.stamp(headers, id, ROLE, value.getClass(), at);
    return new Record<>(key, value, cause.timestamp(), headers);
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
