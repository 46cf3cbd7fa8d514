package io.blinktwice.classifier.knowledge;

import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Families;
import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.decision.KnownChanges;
import io.blinktwice.classifier.decision.Phrases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The classifier with what this release knows; read when the first failure is to be judged. */
public final class BuiltIn {
  private static final String MODEL = "model-1.bin.gz";

  private BuiltIn() {}

  /** Lazily, so that who never classifies pays nothing. */
  private static final class Holder {
    static final Classifier WHOLE = new Classifier(knowledge().with(learnt()));
  }

  public static Classifier classifier() {
    return Holder.WHOLE;
  }

  /** The classifier with other models in place of this release's. */
  public static Classifier classifier(Learnt other) {
    return new Classifier(knowledge().with(other));
  }

  /** Models from a file, such as a candidate that was learnt from retries. */
  public static Learnt learnt(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ModelFormat.read(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "'%s' does not hold models of the classifier: %s".formatted(file, e), e);
    }
  }

  /** What is known, without what was learnt. */
  public static Judges knowledge() {
    return new Judges(
        Families.of(lines("families.txt")),
        Phrases.of(lines("phrases.txt")),
        KnownChanges.of(lines("changes.txt")),
        null);
  }

  /** The models of this release. */
  public static Learnt learnt() {
    try (InputStream file = resource(MODEL)) {
      return ModelFormat.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the models of this release cannot be read", e);
    }
  }

  private static List<String> lines(String name) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(resource(name), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  private static InputStream resource(String name) {
    InputStream found = BuiltIn.class.getResourceAsStream(name);
    if (found == null) {
      throw new IllegalStateException("this program lacks its " + name);
    }
    return found;
  }
}
