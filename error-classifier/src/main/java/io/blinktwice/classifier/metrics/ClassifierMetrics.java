package io.blinktwice.classifier.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classifications by what they say and which rule says it. */
public final class ClassifierMetrics {
  private static final String RULES_ALONE = "rules";

  private static final Meter CLASSIFICATIONS_METER =
      counter(
          "blinktwice_classifications_total",
          "classifications",
          "Failed attempts that were classified, by category and deciding rule.",
          Label.of("category", Category.class),
          Label.atMost(300, "rule", "names of rules"),
          Label.of("oom", "true", "false"));

  private static final Meter SHADOW_METER =
      counter(
          "blinktwice_classifier_shadow_total",
          "classifications",
          "Failed attempts that a candidate judged beside the classifier, by what each said.",
          Label.atMost(8, "model", "ids of candidates"),
          Label.of("published", Category.class),
          Label.of("candidate", Category.class));

  private static final Meter PROVED_METER =
      counter(
          "blinktwice_classifier_proved_total",
          "failures",
          "Failures of which a retry proved whether the version did it, by model, and whether the"
              + " model says the same.",
          Label.atMost(8, "model", "ids of models"),
          Label.of("right", "true", "false"));

  public static final Count CLASSIFICATIONS = Count.of(CLASSIFICATIONS_METER);

  public static final Count SHADOW = Count.of(SHADOW_METER);
  public static final Count PROVED = Count.of(PROVED_METER);

  public static final List<Meter> CATALOGUE =
      List.of(CLASSIFICATIONS_METER, SHADOW_METER, PROVED_METER);

  private ClassifierMetrics() {}

  public static void classified(Classification judged) {
    CLASSIFICATIONS.increment(
        Label.word(judged.category()),
        judged.reasons().getFirst().rule(),
        String.valueOf(judged.memoryRanOut()));
  }

  public static void comparedWithShadow(Classification published, Classification candidate) {
    SHADOW.increment(
        named(candidate.model()),
        Label.word(published.category()),
        Label.word(candidate.category()));
  }

  /** A retry proved something of a failure that this model was asked about. */
  public static void proved(@Nullable String model, boolean right) {
    PROVED.increment(named(model), String.valueOf(right));
  }

  private static String named(@Nullable String model) {
    return model == null ? RULES_ALONE : model;
  }
}
