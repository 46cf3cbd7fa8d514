package io.blinktwice.e2e;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutAction;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Order;
import io.blinktwice.rollout.decision.Outcome;
import io.blinktwice.rollout.decision.Rollouts;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import io.blinktwice.rollout.topology.Decisions;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.simulator.RecordedFlight;
import io.blinktwice.simulator.RecordedFlight.Told;
import io.blinktwice.testkit.PlainAvro;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A recorded flight as records of our topics, and the decisions that the pure judge makes of it.
 */
record Played(RecordedFlight flight) {
  static final String PREFIX = "t";
  private static final EngineVersion OLD = new EngineVersion(RecordedFlight.OLD);
  private static final EngineVersion RELEASE = new EngineVersion(RecordedFlight.RELEASE);

  /** A record to be sent, dated as what it tells of. */
  record Sent<V extends SpecificRecord>(Topic<V> topic, String key, V value, Instant at) {}

  static List<Sent<?>> catalogue() {
    Instant at = RecordedFlight.START.minusSeconds(36_000);
    // Records of two topics are read in the order of their times.
    Instant afterwards = at.plusSeconds(1);
    return List.of(
        new Sent<>(Topics.RELEASES, OLD.value(), release(OLD.value(), at), at),
        new Sent<>(Topics.RELEASES, RELEASE.value(), release(RELEASE.value(), at), at),
        new Sent<>(
            Topics.ROLLOUT_COMMANDS,
            OLD.value(),
            command("promote", OLD.value(), RolloutAction.PROMOTE, afterwards),
            afterwards));
  }

  /** Goes by evidence: without a share. */
  static Sent<RolloutCommand> start() {
    return new Sent<>(
        Topics.ROLLOUT_COMMANDS,
        RELEASE.value(),
        command("start", RELEASE.value(), RolloutAction.START, RecordedFlight.START),
        RecordedFlight.START);
  }

  static List<Sent<?>> records(List<Told> facts) {
    List<Sent<?>> all = new ArrayList<>();
    facts.forEach(told -> all.add(record(told)));
    return all;
  }

  private static Sent<?> record(Told told) {
    return switch (told.fact()) {
      case Fact.Began began ->
          new Sent<>(Topics.RUN_EVENTS, told.fingerprint(), event(told, began), began.at());
      case Fact.Ended ended ->
          new Sent<>(Topics.RUN_VERDICTS, told.fingerprint(), verdict(told, ended), ended.at());
      case Fact.Pinned pinned -> throw new IllegalArgumentException("not in flights: " + pinned);
    };
  }

  private static RunEvent event(Told told, Fact.Began began) {
    return RunEvent.newBuilder()
        .setEventId(began.name())
        .setWorkspace(told.workspace())
        .setWorkload(told.workload())
        .setFingerprint(told.fingerprint())
        .setRunId(began.run())
        .setAttempt(1)
        .setKind(RunEventKind.STARTED)
        .setEngineVersion(RecordedFlight.OLD)
        .setSource(RunEventSource.SCHEDULER)
        .setOccurredAt(began.at())
        .build();
  }

  private static RunVerdict verdict(Told told, Fact.Ended ended) {
    Fact.Ending ending = ended.ending();
    return RunVerdict.newBuilder()
        .setDecisionId(ended.decision())
        .setWorkspace(told.workspace())
        .setWorkload(told.workload())
        .setFingerprint(told.fingerprint())
        .setRunId(ended.run())
        .setAttempt(ended.attempt())
        .setEngineVersion(ended.version())
        .setAction(action(ending))
        .setRetryProbability(probability(ending.lot()))
        .setSucceeded(ending.succeeded())
        .setCategory(
            ending.category().isEmpty() ? null : FailureCategory.valueOf(ending.category()))
        .setSuspect(ending.suspect())
        .setUserVisible(ending.userVisible())
        .setRuleVersion("played")
        .setDecidedAt(ended.at())
        .build();
  }

  private static VerdictAction action(Fact.Ending ending) {
    if (ending.lot().same()) {
      return VerdictAction.RETRY_SAME;
    }
    return ending.compared() ? VerdictAction.RETRY_LAST_GOOD : VerdictAction.FINISH;
  }

  private static double probability(Lot lot) {
    return lot.same() ? lot.share() : 1 - lot.share();
  }

  private static Release release(String version, Instant at) {
    return Release.newBuilder()
        .setVersion(version)
        .setEngine(version)
        .setRegisteredBy("alice")
        .setRegisteredAt(at)
        .build();
  }

  private static RolloutCommand command(
      String id, String version, RolloutAction action, Instant at) {
    return RolloutCommand.newBuilder()
        .setCommandId(id)
        .setVersion(version)
        .setAction(action)
        .setActor("alice")
        .setReason("played")
        .setAt(at)
        .build();
  }

  /** The decisions on the release, as the pure functions make them. */
  List<RolloutDecision> expected() {
    List<RolloutDecision> all = new ArrayList<>();
    Fleet fleet =
        Fleet.EMPTY
            .apply(new Event.VersionRegistered(OLD, PREFIX + ".releases-0@0", ReleaseBudget.USUAL))
            .apply(
                new Event.VersionRegistered(
                    RELEASE, PREFIX + ".releases-0@1", ReleaseBudget.USUAL));
    fleet = fleet.apply(ordered(fleet, new Command.Promote(order("promote", OLD, 0))));
    Event.RolloutChanged started =
        ordered(fleet, new Command.StartByEvidence(order("start", RELEASE, 1)));
    fleet = fleet.apply(started);
    all.add(Decisions.written(started));
    for (RecordedFlight.Found found : flight.found()) {
      var change = Rollouts.follow(fleet, RELEASE, found.finding(), found.judged()).orElseThrow();
      fleet = fleet.apply(change);
      all.add(Decisions.written(change));
    }
    return all;
  }

  private static Order order(String id, EngineVersion version, int offset) {
    return new Order(id, PREFIX + ".rollout-commands-0@" + offset, version, "alice", "played");
  }

  private static Event.RolloutChanged ordered(Fleet fleet, Command command) {
    return switch (Rollouts.decide(fleet, command, RecordedFlight.START)) {
      case Outcome.Accepted(Event.RolloutChanged change) -> change;
      case Outcome other -> throw new IllegalStateException("refused: " + other);
    };
  }

  /** The topology goes on when the flight is over. */
  static boolean isInTheFlight(RolloutDecision decision) {
    return decision.getVersion().equals(RecordedFlight.RELEASE)
        && !decision.getDecidedAt().isAfter(RecordedFlight.END);
  }

  /** As a reader gets it. */
  static RolloutDecision read(RolloutDecision written) {
    var serde = new PlainAvro().of(Topics.ROLLOUT_DECISIONS);
    return serde
        .deserializer()
        .deserialize("decisions", serde.serializer().serialize("decisions", written));
  }

  /** Bare Avro, in hex. */
  static String bytes(RolloutDecision decision) {
    return HexFormat.of()
        .formatHex(
            new PlainAvro()
                .of(Topics.ROLLOUT_DECISIONS)
                .serializer()
                .serialize("decisions", decision));
  }
}
