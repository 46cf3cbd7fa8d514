package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.metrics.ClassifierMetrics;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Answers each failed attempt with what its failure was; lets all other events pass by. */
final class ClassifyFailures
    extends ContextualProcessor<String, RunEvent, String, FailureClassification> {
  private static final String ROLE = "classifier";
  private static final int FIRST_REVISION = 1;

  private final Classifier classifier;

  ClassifyFailures(Classifier classifier) {
    this.classifier = classifier;
  }

  @Override
  public void process(Record<@Nullable String, @Nullable RunEvent> found) {
    RunEvent event = found.value();
    if (found.key() == null || event == null) {
      throw new UnusableRecord("a run event has a key and a value");
    }
    if (event.getKind() == RunEventKind.FAILED) {
      FailureClassification answer = answer(event, found.timestamp());
      context()
          .forward(new Record<>(found.key(), answer, found.timestamp(), headers(found, answer)));
    }
  }

  private FailureClassification answer(RunEvent event, long timestamp) {
    WireError error = event.getError();
    Classification judged =
        error == null ? classifier.unexplained() : classifier.classify(Decoding.failure(error));
    ClassifierMetrics.classified(judged);
    return Encoding.classification(event, judged, FIRST_REVISION, timestamp);
  }

  /** The causing event's headers, such as its trace, under this answer's own identity. */
  private static Headers headers(Record<?, ?> cause, FailureClassification answer) {
    Headers headers = new RecordHeaders(cause.headers());
    CloudEvents.stamp(
        headers, id(answer), ROLE, FailureClassification.class, answer.getClassifiedAt());
    return headers;
  }

  /** The same for every repetition, so that readers drop it. */
  private static String id(FailureClassification answer) {
    return DecisionId.of(
            "classification",
            answer.getClassifier(),
            answer.getFingerprint(),
            answer.getRunId(),
            String.valueOf(answer.getAttempt()),
            String.valueOf(answer.getRevision()))
        .value();
  }
}
