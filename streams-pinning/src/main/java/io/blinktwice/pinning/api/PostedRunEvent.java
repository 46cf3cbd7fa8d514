package io.blinktwice.pinning.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.SideEffects;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.runtime.http.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run event as somebody posted it: checked whole, so that every fault is told at once, and
 * without the secrets that its texts may hold.
 *
 * @param event nothing where there are problems
 */
record PostedRunEvent(@Nullable RunEvent event, List<String> problems) {
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_SIZE = 64;
  private static final int MOST_NEIGHBOURS = 1_000_000;
  private static final int MOST_ATTEMPTS = 1_000;

  /** Further from the server's time than this a clock is wrong, and its time is not taken. */
  private static final Duration FUTURE = Duration.ofMinutes(5);

  private static final Duration PAST = Duration.ofDays(7);

  /** What it is checked against: whose it is, what the fleet knows, and when it came. */
  record Surroundings(WorkspaceId workspace, Fleet fleet, Instant now) {}

  static PostedRunEvent of(JsonNode body, Surroundings around) {
    if (!body.isObject()) {
      return new PostedRunEvent(null, List.of("an event is a JSON object"));
    }
    Fields fields = new Fields(body, RunEventBody.class);
    RunEvent.Builder event = RunEvent.newBuilder().setSource(RunEventSource.SCHEDULER);
    Optional<JobFields.Meant> meant = JobFields.meant(fields, around.workspace());
    Optional<Attempt> attempt = attempt(fields);
    Optional<RunEventKind> kind = kind(fields);
    Optional<EngineVersion> version = version(fields, around.fleet());
    describe(fields, event, around);
    kind.ifPresent(said -> fail(fields, said, event));
    if (!fields.problems().isEmpty()) {
      return new PostedRunEvent(null, fields.problems());
    }
    Workload of = meant.orElseThrow().workload();
    String key = of.fingerprint().value();
    event
        .setEventId(
            fields
                .text("eventId", LONGEST_NAME)
                .orElseGet(() -> id(key, attempt.orElseThrow(), kind.orElseThrow())))
        .setWorkspace(of.workspace().value())
        .setWorkload(of.name().value())
        .setFingerprint(key)
        .setRunId(attempt.orElseThrow().run().value())
        .setAttempt(attempt.orElseThrow().number())
        .setIdentity(meant.orElseThrow().properties())
        .setKind(kind.orElseThrow())
        .setEngineVersion(version.orElseThrow().value());
    return new PostedRunEvent(event.build(), List.of());
  }

  /** The same whoever writes it and however often: a repetition is recognised. */
  private static String id(String fingerprint, Attempt attempt, RunEventKind kind) {
    return DecisionId.of(
            "event",
            "1",
            fingerprint,
            attempt.run().value(),
            String.valueOf(attempt.number()),
            kind.name())
        .value();
  }

  private static Optional<Attempt> attempt(Fields fields) {
    if (fields.text("eventId", LONGEST_NAME).filter(String::isBlank).isPresent()) {
      fields.wrong("'eventId' is empty; leave it out, and it follows from the run and the kind");
    }
    long number = fields.whole("attempt", 1, MOST_ATTEMPTS).orElse(1);
    if (!fields.has("run")) {
      fields.wrong("'run' is missing");
    }
    return fields
        .understood("run", 2 * LONGEST_NAME, RunId::new)
        .map(run -> new Attempt(run, Math.toIntExact(number)));
  }

  private static Optional<RunEventKind> kind(Fields fields) {
    if (!fields.has("kind")) {
      fields.wrong("'kind' is missing");
    }
    return fields.word("kind", EnumSet.complementOf(EnumSet.of(RunEventKind.UNKNOWN)));
  }

  private static Optional<EngineVersion> version(Fields fields, Fleet fleet) {
    if (!fields.has("version")) {
      fields.wrong("'version' is missing");
    }
    Optional<EngineVersion> version =
        fields.understood("version", LONGEST_NAME, EngineVersion::new);
    if (version.isPresent() && !fleet.knows(version.get())) {
      fields.wrong("version %s is not in the catalogue of releases".formatted(version.get()));
      return Optional.empty();
    }
    return version;
  }

  private static void describe(Fields fields, RunEvent.Builder event, Surroundings around) {
    fields
        .text("environment", LONGEST_NAME)
        .ifPresent(
            environment -> {
              if (!around.fleet().environments().containsKey(environment)) {
                fields.wrong("no environment '%s' is registered".formatted(environment));
              }
              event.setEnvironment(environment);
            });
    redacted(fields, "cluster").ifPresent(event::setCluster);
    fields.text("clusterSize", LONGEST_SIZE).ifPresent(event::setClusterSize);
    if (fields.has("neighbours")) {
      fields
          .whole("neighbours", 0, MOST_NEIGHBOURS)
          .ifPresent(others -> event.setNeighbours(Math.toIntExact(others)));
    }
    redacted(fields, "codeHash").ifPresent(event::setCodeHash);
    redacted(fields, "killedBy").ifPresent(event::setKilledBy);
    redacted(fields, "orchestrator").ifPresent(event::setOrchestrator);
    fields.text("decisionId", LONGEST_NAME).ifPresent(event::setDecisionId);
    fields.text("cause", LONGEST_NAME).ifPresent(event::setCause);
    fields.whole("epoch", 0, Long.MAX_VALUE).ifPresent(event::setEpoch);
    event.setFallback(fields.flag("fallback"));
    event.setSideEffects(
        fields.word("sideEffects", EnumSet.allOf(SideEffects.class)).orElse(SideEffects.UNKNOWN));
    PostedFigures.of(fields).ifPresent(event::setMeasured);
    when(fields, event, around.now());
  }

  private static Optional<String> redacted(Fields fields, String name) {
    return fields.text(name, LONGEST_NAME).map(SecretRedaction::redact);
  }

  private static void when(Fields fields, RunEvent.Builder event, Instant now) {
    Instant said = fields.time("occurredAt").orElse(now);
    boolean believable = said.isAfter(now.minus(PAST)) && said.isBefore(now.plus(FUTURE));
    event.setOccurredAt(believable ? said : now).setClockCorrected(!believable);
  }

  private static void fail(Fields fields, RunEventKind kind, RunEvent.Builder event) {
    boolean failed = kind == RunEventKind.FAILED;
    if (fields.has("error") && !failed) {
      fields.wrong("'error' belongs to an event of kind failed");
    }
    if (failed && !fields.has("error")) {
      fields.wrong("'error' is missing: how it failed decides what becomes of it");
    }
    PostedError.of(fields).ifPresent(event::setError);
  }
}
