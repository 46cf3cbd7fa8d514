package io.blinktwice.pinning.topology;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.SideEffects;
import io.blinktwice.pinning.decision.RuleVersion;
import io.blinktwice.pinning.decision.Timers;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.schemas.Topics;
import java.time.Instant;

/** What a timer found, as records that take effect when they are read back. */
record TimerRecords(Workload workload, Instant at) {
  private static final String ACTOR = "blinktwice/pinning";

  Encoding.Told of(Timers.Due due) {
    return switch (due) {
      case Timers.Due.AttemptOverdue(Attempt attempt, EngineVersion version) ->
          overdue(attempt, version);
      case Timers.Due.ReviewDue review -> review();
    };
  }

  private Encoding.Told overdue(Attempt attempt, EngineVersion version) {
    String id = id("no-end", attempt.toString());
    RunEvent event =
        RunEvent.newBuilder()
            .setEventId(id)
            .setWorkspace(workload.workspace().value())
            .setWorkload(workload.name().value())
            .setFingerprint(workload.fingerprint().value())
            .setRunId(attempt.run().value())
            .setAttempt(attempt.number())
            .setKind(RunEventKind.KILLED)
            .setInferred(true)
            .setEngineVersion(version.value())
            .setSideEffects(SideEffects.UNKNOWN)
            .setSource(RunEventSource.TIMEOUT)
            .setOccurredAt(at)
            .build();
    return new Encoding.Told(Topics.RUN_EVENTS, id, event);
  }

  private Encoding.Told review() {
    String id = id("review", at.toString());
    PinCommand command =
        PinCommand.newBuilder()
            .setCommandId(id)
            .setWorkspace(workload.workspace().value())
            .setWorkload(workload.name().value())
            .setFingerprint(workload.fingerprint().value())
            .setKind(PinCommandKind.REVIEW)
            .setActor(ACTOR)
            .setReason("its time has come")
            .setAt(at)
            .build();
    return new Encoding.Told(Topics.PIN_COMMANDS, id, command);
  }

  private String id(String kind, String what) {
    return DecisionId.of(kind, RuleVersion.CURRENT, workload.fingerprint().value(), what).value();
  }
}
