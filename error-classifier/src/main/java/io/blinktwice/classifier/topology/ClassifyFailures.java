package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Comparison;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.decision.ProcessEnd;
import io.blinktwice.classifier.metrics.ClassifierMetrics;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Answers each failed attempt with what its failure was, and corrects the answer when its server's
 * end becomes known soon enough; lets all other events pass by.
 */
final class ClassifyFailures
    extends ContextualProcessor<String, RunEvent, String, FailureClassification> {
  private static final String ROLE = "classifier";
  private static final int FIRST_REVISION = 1;
  private static final int CORRECTION = 2;
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private final Supplier<Classifier> classifier;
  private final Supplier<Shadow> shadow;
  private final Surroundings surroundings;
  private @Nullable KeyValueStore<String, RunEvent> waiting;

  ClassifyFailures(
      Supplier<Classifier> classifier, Supplier<Shadow> shadow, Surroundings surroundings) {
    this.classifier = classifier;
    this.shadow = shadow;
    this.surroundings = surroundings;
  }

  @Override
  public void init(ProcessorContext<String, FailureClassification> context) {
    super.init(context);
    waiting = context.getStateStore(ClassifierTopology.WAITING);
    context.schedule(
        LOOKS_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look(Instant.ofEpochMilli(now)));
  }

  private KeyValueStore<String, RunEvent> waiting() {
    return Objects.requireNonNull(waiting, "not initialised");
  }

  @Override
  public void process(Record<@Nullable String, @Nullable RunEvent> found) {
    RunEvent event = found.value();
    if (found.key() == null || event == null) {
      throw new UnusableRecord("a run event has a key and a value");
    }
    if (event.getKind() == RunEventKind.FAILED) {
      boolean endMatters = mayBeExplainedByAnEnd(event);
      // A gateway tells of a lost server when it has heard how that ended; mostly we have, too.
      ProcessEnd end = endMatters ? endThatExplains(event) : null;
      Classification judged = judged(event, end);
      ClassifierMetrics.classified(judged);
      compareWithShadow(event, end, judged);
      FailureClassification answer =
          Encoding.classification(event, judged, FIRST_REVISION, found.timestamp());
      forward(answer, end, found.headers());
      if (endMatters && end == null) {
        waiting().put(attempt(event), event);
      }
    }
  }

  private @Nullable ProcessEnd endThatExplains(RunEvent event) {
    String cluster = event.getCluster();
    ProcessEnd end = cluster == null ? null : surroundings.endOf(cluster);
    return end != null && end.explains(event.getOccurredAt()) ? end : null;
  }

  private static boolean mayBeExplainedByAnEnd(RunEvent event) {
    WireError error = event.getError();
    return error != null
        && event.getCluster() != null
        && ProcessEnd.mayExplain(Decoding.failure(error));
  }

  /** Which attempt it is: a repetition waits once. */
  private static String attempt(RunEvent event) {
    return event.getFingerprint() + "/" + event.getAttempt() + "/" + event.getRunId();
  }

  private Classification judged(RunEvent event, @Nullable ProcessEnd end) {
    WireError error = event.getError();
    if (error == null) {
      return classifier.get().unexplained();
    }
    return classifier.get().classify(failure(error, end), comparison(event));
  }

  private static Failure failure(WireError error, @Nullable ProcessEnd end) {
    Failure failure = Decoding.failure(error);
    return end == null ? failure : failure.withExitCode(end.code());
  }

  private Comparison comparison(RunEvent event) {
    String version = event.getEngineVersion();
    return Decoding.comparison(version, surroundings.predecessorOf(version));
  }

  private void compareWithShadow(
      RunEvent event, @Nullable ProcessEnd end, Classification published) {
    WireError error = event.getError();
    if (error != null) {
      shadow.get().compare(failure(error, end), comparison(event), published);
    }
  }

  /** Corrects those whose server's end is known by now, and gives up those that waited too long. */
  private void look(Instant now) {
    List<RunEvent> done = new ArrayList<>();
    try (KeyValueIterator<String, RunEvent> all = waiting().all()) {
      while (all.hasNext()) {
        KeyValue<String, RunEvent> each = all.next();
        if (corrected(each.value) || isOver(each.value, now)) {
          done.add(each.value);
        }
      }
    }
    done.forEach(event -> waiting().delete(attempt(event)));
  }

  private static boolean isOver(RunEvent event, Instant now) {
    return event.getOccurredAt().plus(ProcessEnd.BOUND).isBefore(now);
  }

  private boolean corrected(RunEvent event) {
    ProcessEnd end = endThatExplains(event);
    if (end == null) {
      return false;
    }
    Classification before = judged(event, null);
    Classification after = judged(event, end);
    if (after.category() != before.category() || after.memoryRanOut() != before.memoryRanOut()) {
      ClassifierMetrics.classified(after);
      long at = Math.max(end.at().toEpochMilli(), event.getOccurredAt().toEpochMilli());
      forward(Encoding.classification(event, after, CORRECTION, at), end, new RecordHeaders());
    }
    return true;
  }

  /** An answer names the end that it rests on: with it, the same answer can be given again. */
  private void forward(FailureClassification answer, @Nullable ProcessEnd end, Headers cause) {
    answer.setExitCode(end == null ? null : end.code());
    Headers headers = new RecordHeaders(cause);
    CloudEvents.stamp(
        headers, id(answer), ROLE, FailureClassification.class, answer.getClassifiedAt());
    long timestamp = answer.getClassifiedAt().toEpochMilli();
    context().forward(new Record<>(answer.getFingerprint(), answer, timestamp, headers));
  }

  /** The same for every repetition, so that readers drop it; another if more is known by then. */
  private static String id(FailureClassification answer) {
    Integer exitCode = answer.getExitCode();
    String revision = String.valueOf(answer.getRevision());
    return DecisionId.of(
            "classification",
            answer.getClassifier(),
            answer.getFingerprint(),
            answer.getRunId(),
            String.valueOf(answer.getAttempt()),
            exitCode == null ? revision : revision + "/exit " + exitCode)
        .value();
  }
}
