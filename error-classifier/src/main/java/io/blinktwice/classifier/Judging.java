package io.blinktwice.classifier;

import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.topology.Shadow;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classifiers that this instance runs; read when the first failure is to be judged. */
@Singleton
@Requires(property = "blinktwice.roles.classifier", value = "true")
public final class Judging {
  private final ClassifierConfig config;
  private @Nullable Pair pair;

  private record Pair(Classifier published, Shadow shadow) {}

  public Judging(ClassifierConfig config) {
    this.config = config;
  }

  private synchronized Pair pair() {
    Pair known = pair;
    if (known == null) {
      known = new Pair(config.classifier(), new Shadow(config.candidate()));
      pair = known;
    }
    return known;
  }

  public Classifier published() {
    return pair().published();
  }

  Shadow shadow() {
    return pair().shadow();
  }

  /** The one that publishes, then the candidate. */
  List<Classifier> all() {
    return Stream.of(published(), shadow().candidate()).flatMap(Stream::ofNullable).toList();
  }
}
