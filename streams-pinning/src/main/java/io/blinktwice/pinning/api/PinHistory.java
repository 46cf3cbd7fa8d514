package io.blinktwice.pinning.api;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What happened to pins, as the topic tells it, within a bound: of each workload the newest lines,
 * and only of the workloads that something happened to last.
 */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class PinHistory implements KeepsRunning, AutoCloseable {
  /** Of all workloads together; a line is about a kilobyte with its evidence left out. */
  private static final int MOST_LINES = 20_000;

  private static final int MOST_LINES_OF_ONE = 50;

  private final SequencedMap<String, Deque<Told>> byFingerprint = new LinkedHashMap<>();
  private final TopicView<PinEvent> view;
  private int lines;

  /** A line, and the records that prove the pin, where it was they that were told. */
  private record Told(HistoryAnswer.Line line, List<String> proof) {
    static Told of(PinEvent event) {
      PinEvidence evidence = event.getPin().getEvidence();
      return new Told(
          HistoryAnswer.Line.of(event),
          evidence == null ? List.of() : List.copyOf(evidence.getInputs()));
    }
  }

  PinHistory(KafkaConnection connection) {
    view =
        TopicView.followNewest(
            connection, Topics.PIN_EVENTS, "pin-history", 2L * MOST_LINES, this::remember);
  }

  /** The records that proved a pin, as far as its creation is among the newest lines. */
  synchronized List<String> proofOf(Fingerprint workload, String pin) {
    Deque<Told> told = byFingerprint.get(workload.value());
    return told == null
        ? List.of()
        : told.reversed().stream()
            .filter(one -> one.line.pin().equals(pin) && !one.proof.isEmpty())
            .findFirst()
            .map(Told::proof)
            .orElse(List.of());
  }

  private synchronized void remember(TopicView.Record<PinEvent> seen) {
    PinEvent event = seen.value();
    if (event == null) {
      return;
    }
    // Put back at the end: something happened to it last.
    Deque<Told> told = byFingerprint.remove(seen.key());
    Deque<Told> ofIt = told == null ? new ArrayDeque<>() : told;
    byFingerprint.put(seen.key(), ofIt);
    Told line = Told.of(event);
    if (!line.equals(ofIt.peekLast())) {
      ofIt.addLast(line);
      lines++;
    }
    if (ofIt.size() > MOST_LINES_OF_ONE) {
      ofIt.removeFirst();
      lines--;
    }
    while (lines > MOST_LINES) {
      lines -= byFingerprint.pollFirstEntry().getValue().size();
    }
  }

  /** Oldest first; empty for a workload to whose pins nothing happened. */
  synchronized List<HistoryAnswer.Line> of(Fingerprint workload) {
    Deque<Told> told = byFingerprint.get(workload.value());
    return told == null ? List.of() : told.stream().map(Told::line).toList();
  }

  @Override
  public List<LongRunning> parts() {
    return List.of(view);
  }

  @Override
  @PreDestroy
  public void close() {
    view.close();
  }
}
