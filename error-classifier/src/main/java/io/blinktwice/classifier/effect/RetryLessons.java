package io.blinktwice.classifier.effect;

import io.blinktwice.classifier.retraining.ProvedFailure;
import io.blinktwice.classifier.topology.Decoding;
import io.blinktwice.events.RetryLabel;
import io.blinktwice.events.RetryOutcome;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What retries proved, from its topic, which keeps the newest lesson of each workload. */
public final class RetryLessons {
  /** So many of the newest are learnt from; more would say little new. */
  private static final int MOST = 50_000;

  private RetryLessons() {}

  /** The lesson of a label; empty where it proves nothing, or the failure itself is not known. */
  public static Optional<ProvedFailure> of(RetryLabel label) {
    WireError error = label.getError();
    return error == null || !proves(label.getOutcome())
        ? Optional.empty()
        : Optional.of(
            ProvedFailure.drawn(
                Decoding.failure(error),
                label.getSignature(),
                label.getOutcome() == RetryOutcome.VERSIONS_FAULT,
                label.getRetryProbability()));
  }

  private static boolean proves(RetryOutcome outcome) {
    return switch (outcome) {
      case VERSIONS_FAULT, NOT_THE_VERSIONS_FAULT -> true;
      case RECOVERED_BY_ITSELF, FAILED_AGAIN, INCONCLUSIVE, UNKNOWN -> false;
    };
  }

  /** All that stand in the topic now. */
  public static List<ProvedFailure> read(KafkaConnection connection, Duration within)
      throws IOException {
    Map<String, ProvedFailure> newest =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, ProvedFailure> eldest) {
            return size() > MOST;
          }
        };
    try (TopicView<RetryLabel> view =
        TopicView.follow(
            connection, Topics.RETRY_LABELS, "classifier-retraining", seen -> take(newest, seen))) {
      if (!view.awaitCaughtUp(within)) {
        throw new IOException(
            "topic %s was not read to its end within %d s"
                .formatted(Topics.RETRY_LABELS.on(connection.topicPrefix()), within.toSeconds()));
      }
    }
    synchronized (newest) {
      return List.copyOf(newest.values());
    }
  }

  private static void take(Map<String, ProvedFailure> newest, TopicView.Record<RetryLabel> seen) {
    RetryLabel label = seen.value();
    synchronized (newest) {
      newest.remove(seen.key());
      if (label != null) {
        of(label).ifPresent(lesson -> newest.put(seen.key(), lesson));
      }
    }
  }
}
