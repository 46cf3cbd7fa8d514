package io.blinktwice.classifier;

import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for the role {@code classifier}.
 *
 * @param model file of the models that judge, as {@code classifier retrain} writes it; those of
 *     this release where none is named
 * @param shadow file of a candidate whose answers are only counted beside the others'
 */
@ConfigurationProperties("blinktwice.classifier")
@Requires(property = "blinktwice.roles.classifier", value = "true")
public record ClassifierConfig(@Nullable Path model, @Nullable Path shadow) {
  public ClassifierConfig {
    List<String> problems = new ArrayList<>();
    check("model", model, problems);
    check("shadow", shadow, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.classifier: " + String.join("; ", problems));
    }
  }

  private static void check(String key, @Nullable Path file, List<String> problems) {
    if (file == null) {
      return;
    }
    if (!Files.isReadable(file)) {
      problems.add("%s names a file that cannot be read: '%s'".formatted(key, file));
      return;
    }
    try {
      BuiltIn.learnt(file);
    } catch (IOException e) {
      problems.add("%s: %s".formatted(key, e.getMessage()));
    }
  }

  /** The classifier whose answers are published. */
  Classifier classifier() {
    return model == null ? BuiltIn.classifier() : read(model);
  }

  /** The one whose answers are only counted. */
  @Nullable Classifier candidate() {
    return shadow == null ? null : read(shadow);
  }

  private static Classifier read(Path file) {
    try {
      return BuiltIn.classifier(BuiltIn.learnt(file));
    } catch (IOException e) {
      throw new IllegalStateException(file + " was readable at start and is no longer", e);
    }
  }
}
