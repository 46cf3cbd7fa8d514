package io.blinktwice.app.simulated;

import io.blinktwice.app.simulated.FleetAccount.Attempt;
import io.blinktwice.app.simulated.FleetAccount.Part;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.SideEffects;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import io.blinktwice.simulator.FleetScript.Ending;
import io.blinktwice.simulator.FleetScript.Figures;
import io.blinktwice.simulator.FleetScript.Owner;
import io.blinktwice.simulator.FleetScript.Turn;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Reports attempts on the topic of run events, as schedulers do. */
final class RunReporter implements AutoCloseable {
  private final EventPublisher publisher;
  private final RunName names;
  private final FleetAccount account;
  private final AtomicLong events = new AtomicLong();

  RunReporter(KafkaConnection connection, RunName names, FleetAccount account) {
    this.publisher = new EventPublisher(connection, "blinktwice/fleet");
    this.names = names;
    this.account = account;
  }

  /** An attempt on the version that it got. */
  record Placed(Turn turn, int attempt, FleetApi.Version version) {
    Attempt counted() {
      return new Attempt(turn.number(), attempt);
    }
  }

  /** How many records were handed to the brokers. */
  long events() {
    return events.get();
  }

  void started(Placed placed) {
    publish(placed, Part.STARTED, event(placed, Part.STARTED).build());
  }

  void ended(Placed placed, Ending ending, Figures figures) {
    publish(placed, Part.ENDED, end(placed, Part.ENDED, ending, figures));
  }

  /** The same event once more. */
  void endedAgain(Placed placed, Ending ending, Figures figures) {
    RunEvent end = end(placed, Part.ENDED, ending, figures);
    publish(placed.turn().owner().fingerprint(), placed, Part.REPEATED, end);
  }

  /** Under a key that is not its workload's. */
  void spoiled(Placed placed, Owner another, Figures figures) {
    RunEvent end = end(placed, Part.SPOILED, Ending.SUCCEEDED, figures);
    publish(another.fingerprint(), placed, Part.SPOILED, end);
  }

  private RunEvent end(Placed placed, Part part, Ending ending, Figures figures) {
    RunEvent.Builder event = event(placed, part).setMeasured(measured(figures));
    return ending == Ending.SUCCEEDED
        ? event.setKind(RunEventKind.SUCCEEDED).build()
        : event
            .setKind(RunEventKind.FAILED)
            .setError(FailureTexts.of(placed.turn(), ending))
            .build();
  }

  private static RunMetrics measured(Figures figures) {
    return RunMetrics.newBuilder()
        .setDurationMillis(figures.durationMillis())
        .setTaskMillis(figures.taskMillis())
        .setInputRows(figures.inputRows())
        .setPeakMemoryBytes(figures.peakMemory())
        .setOperations(1)
        .setComplete(true)
        .build();
  }

  private RunEvent.Builder event(Placed placed, Part part) {
    Owner owner = placed.turn().owner();
    return RunEvent.newBuilder()
        .setEventId(names.event(placed.counted(), part))
        .setWorkspace(owner.workspace())
        .setWorkload(owner.workload())
        .setFingerprint(owner.fingerprint())
        .setRunId(names.run(placed.turn().number()))
        .setAttempt(placed.attempt())
        .setKind(RunEventKind.STARTED)
        .setEngineVersion(placed.version().version())
        .setDecisionId(placed.version().decision())
        .setEpoch(placed.version().epoch())
        .setSideEffects(SideEffects.DECLARED_IDEMPOTENT)
        .setSource(RunEventSource.SCHEDULER)
        .setOrchestrator("fleet")
        .setOccurredAt(Instant.now());
  }

  private void publish(Placed placed, Part part, RunEvent event) {
    publish(placed.turn().owner().fingerprint(), placed, part, event);
  }

  private void publish(String key, Placed placed, Part part, RunEvent event) {
    events.incrementAndGet();
    publisher
        .publish(Topics.RUN_EVENTS, key, event, event.getEventId(), event.getOccurredAt())
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                account.accepted(placed.counted(), part);
              } else {
                account.unanswered();
              }
            });
  }

  void flush() {
    publisher.flush();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
