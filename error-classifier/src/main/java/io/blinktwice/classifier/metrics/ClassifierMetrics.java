package io.blinktwice.classifier.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import java.util.List;

/** Classifications by what they say and which rule says it. */
public final class ClassifierMetrics {
  private static final Meter CLASSIFICATIONS_METER =
      counter(
          "blinktwice_classifications_total",
          "classifications",
          "Failed attempts that were classified, by category and deciding rule.",
          Label.of("category", Category.class),
          Label.atMost(300, "rule", "names of rules"),
          Label.of("oom", "true", "false"));

  public static final Count CLASSIFICATIONS = Count.of(CLASSIFICATIONS_METER);

  public static final List<Meter> CATALOGUE = List.of(CLASSIFICATIONS_METER);

  private ClassifierMetrics() {}

  public static void classified(Classification judged) {
    CLASSIFICATIONS.increment(
        Label.word(judged.category()),
        judged.reasons().getFirst().rule(),
        String.valueOf(judged.memoryRanOut()));
  }
}
