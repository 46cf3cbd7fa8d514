package io.blinktwice.pinning.api;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.events.PinEvent;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

  private final SequencedMap<String, Deque<HistoryAnswer.Line>> byFingerprint =
      new LinkedHashMap<>();
  private final TopicView<PinEvent> view;
  private int lines;

  PinHistory(KafkaConnection connection) {
    view =
        TopicView.followNewest(
            connection, Topics.PIN_EVENTS, "pin-history", 2L * MOST_LINES, this::remember);
  }

  private synchronized void remember(TopicView.Record<PinEvent> seen) {
    PinEvent event = seen.value();
    if (event == null) {
      return;
    }
    // Put back at the end: something happened to it last.
    Deque<HistoryAnswer.Line> told = byFingerprint.remove(seen.key());
    Deque<HistoryAnswer.Line> ofIt = told == null ? new ArrayDeque<>() : told;
    byFingerprint.put(seen.key(), ofIt);
    HistoryAnswer.Line line = HistoryAnswer.Line.of(event);
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
    Deque<HistoryAnswer.Line> lines = byFingerprint.get(workload.value());
    return lines == null ? List.of() : new ArrayList<>(lines);
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
