package io.blinktwice.app.demo;

import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Reads the system's own topics, so that the story is checked against what was really written. */
final class Witness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<SpecificRecord> seen = new ArrayList<>();
  private final List<TopicView<?>> views = new ArrayList<>();

  Witness(KafkaConnection connection) {
    follow(connection, Topics.RUN_EVENTS);
    follow(connection, Topics.FAILURE_CLASSIFICATIONS);
    follow(connection, Topics.RUN_VERDICTS);
    follow(connection, Topics.PINS);
  }

  private <V extends SpecificRecord> void follow(KafkaConnection connection, Topic<V> topic) {
    views.add(TopicView.follow(connection, topic, "demo", this::remember));
  }

  private synchronized void remember(TopicView.Record<? extends SpecificRecord> record) {
    SpecificRecord value = record.value();
    if (value != null) {
      seen.add(value);
      notifyAll();
    }
  }

  RunEvent event(String run, int attempt, RunEventKind kind)
      throws DemoFailed, InterruptedException {
    return await(
        RunEvent.class,
        event ->
            event.getRunId().equals(run)
                && event.getAttempt() == attempt
                && event.getKind() == kind,
        kind + " of attempt " + attempt + " of " + run + " on topic run-events");
  }

  FailureClassification classification(String run, int attempt)
      throws DemoFailed, InterruptedException {
    return await(
        FailureClassification.class,
        said -> said.getRunId().equals(run) && said.getAttempt() == attempt,
        "a classification of attempt " + attempt + " of " + run);
  }

  RunVerdict verdict(String run, int attempt) throws DemoFailed, InterruptedException {
    return await(
        RunVerdict.class,
        verdict -> verdict.getRunId().equals(run) && verdict.getAttempt() == attempt,
        "a verdict on attempt " + attempt + " of " + run + " on topic run-verdicts");
  }

  Pin pin(String workload) throws DemoFailed, InterruptedException {
    return await(
        Pin.class,
        pin -> pin.getWorkload().equals(workload) && pin.getState() != PinState.ENDED,
        "a pin of " + workload + " on topic pins");
  }

  private synchronized <V extends SpecificRecord> V await(
      Class<V> type, Predicate<V> wanted, String what) throws DemoFailed, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (SpecificRecord record : seen) {
        if (type.isInstance(record) && wanted.test(type.cast(record))) {
          return type.cast(record);
        }
      }
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new DemoFailed("expected: " + what + "\n    seen: " + summary());
      }
      wait(leftMillis);
    }
  }

  /** The relevant events, for a story that went wrong. */
  synchronized String summary() {
    return seen.stream().map(Witness::line).reduce("", (all, line) -> all + "\n      " + line);
  }

  private static String line(SpecificRecord record) {
    return switch (record) {
      case RunEvent event ->
          "run-events: %s %s#%d %s on %s"
              .formatted(
                  event.getWorkload(),
                  event.getRunId(),
                  event.getAttempt(),
                  event.getKind(),
                  event.getEngineVersion());
      case FailureClassification said ->
          "failure-classifications: %s#%d %s"
              .formatted(said.getRunId(), said.getAttempt(), said.getCategory());
      case RunVerdict verdict ->
          "run-verdicts: %s#%d %s %s"
              .formatted(
                  verdict.getRunId(),
                  verdict.getAttempt(),
                  verdict.getAction(),
                  verdict.getReasons().getFirst().getSentence());
      case Pin pin -> "pins: %s on %s".formatted(pin.getWorkload(), pin.getVersion());
      default -> record.getSchema().getName();
    };
  }

  @Override
  public void close() {
    views.forEach(TopicView::close);
  }
}
