package io.blinktwice.classifier.effect;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.metrics.ClassifierMetrics;
import io.blinktwice.classifier.retraining.ProvedFailure;
import io.blinktwice.events.RetryLabel;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks each classifier about every failure that a retry proved something of, and counts how often
 * it is right: first the newest of each workload, then each as it comes.
 */
public final class LiveAccuracy implements AutoCloseable {
  private static final String READER = "classifier";

  private final Supplier<List<Classifier>> classifiers;
  private final TopicView<RetryLabel> labels;

  public LiveAccuracy(KafkaConnection connection, Supplier<List<Classifier>> classifiers) {
    this.classifiers = classifiers;
    this.labels = TopicView.follow(connection, Topics.RETRY_LABELS, READER, this::label);
  }

  public LongRunning view() {
    return labels;
  }

  private void label(TopicView.Record<RetryLabel> seen) {
    RetryLabel label = seen.value();
    if (label != null) {
      RetryLessons.of(label).ifPresent(this::count);
    }
  }

  private void count(ProvedFailure proved) {
    for (Classifier each : classifiers.get()) {
      Classification said = each.classify(proved.failure());
      boolean saysSystem = said.odds().likeliest() == Category.SYSTEM;
      ClassifierMetrics.proved(said.model(), saysSystem == proved.versionsFault());
    }
  }

  @Override
  public void close() {
    labels.close();
  }
}
