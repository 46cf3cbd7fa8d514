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
