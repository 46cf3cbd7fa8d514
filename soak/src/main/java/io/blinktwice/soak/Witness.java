package io.blinktwice.soak;

import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinState;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.soak.decision.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** Reads what was committed: verdicts, pins, their story and dead letters. */
final class Witness implements AutoCloseable {
  private static final String READER = "soak";

  private final Observations observations;
  private final List<TopicView<?>> views;

  Witness(KafkaConnection connection, Observations observations) {
    this.observations = observations;
    this.views =
        List.of(
            follow(connection, Topics.RUN_VERDICTS, this::verdict),
            follow(connection, Topics.PIN_EVENTS, this::story),
            follow(connection, Topics.PINS, this::pin),
            follow(connection, Topics.DEAD_LETTERS, this::letter));
    views.forEach(
        view ->
            view.onDead(
                cause ->
                    observations.violated(
                        new Violation(Violation.Kind.DIED, view.name(), String.valueOf(cause)))));
  }

  /** Each record once: a view that began again tells what it told before. */
  private static <V extends SpecificRecord> TopicView<V> follow(
      KafkaConnection connection, Topic<V> topic, Consumer<TopicView.Record<V>> told) {
    Map<Integer, Long> last = new HashMap<>();
    return TopicView.follow(
        connection,
        topic,
        READER,
        seen -> {
          if (seen.offset() > last.getOrDefault(seen.partition(), -1L)) {
            told.accept(seen);
            last.put(seen.partition(), seen.offset());
          }
        });
  }

  private void verdict(TopicView.Record<RunVerdict> seen) {
    if (seen.value() != null) {
      observations.verdict(seen.partition(), seen.value().getRunId(), seen.value().getAttempt());
    }
  }

  private void story(TopicView.Record<PinEvent> seen) {
    PinEvent event = seen.value();
    if (event == null) {
      return;
    }
    switch (event.getKind()) {
      case CREATED -> observations.pinCreated(seen.key(), event.getPin().getPinId());
      case RELEASED -> observations.pinReleased(seen.key(), event.getPin().getPinId());
      default ->
          observations.violated(
              new Violation(
                  Violation.Kind.UNEXPECTED, seen.key(), "a pin event " + event.getKind()));
    }
  }

  private void pin(TopicView.Record<Pin> seen) {
    Pin pin = seen.value();
    observations.pinTabled(
        seen.key(), pin == null || pin.getState() == PinState.ENDED ? null : pin.getPinId());
  }

  private void letter(TopicView.Record<DeadLetter> seen) {
    DeadLetter letter = seen.value();
    if (letter != null) {
      ByteBuffer id = letter.getHeaders().get(CloudEvents.ID);
      observations.deadLetter(
          id == null
              ? "%s-%d@%d".formatted(letter.getTopic(), letter.getPartition(), letter.getOffset())
              : StandardCharsets.UTF_8.decode(id.duplicate()).toString(),
          letter.getReason());
    }
  }

  @Override
  public void close() {
    views.forEach(TopicView::close);
  }
}
