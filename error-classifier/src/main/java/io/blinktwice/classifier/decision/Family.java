package io.blinktwice.classifier.decision;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote a piece of code: the part of the platform that a package belongs to.
 *
 * @param name of the part, such as {@code iceberg}
 * @param team whose desk it is, where the part alone says so
 */
public record Family(Kind kind, String name, @Nullable String team) {
  /** What sort of part it is; the Java runtime passes everything on and says nothing. */
  public enum Kind {
    JDK,
    LIBRARY,
    ENGINE,
    FORMAT,
    CONNECTOR,
    ACCELERATOR,
    PLATFORM,
    CLIENT,
    CLOUD,
    USER
  }

  /** Code that no list knows: most often the user's own. */
  static final Family UNKNOWN = new Family(Kind.USER, "unknown", null);

  /** Code that no list knows, whose name says that it was made for Spark. */
  static final Family FOR_SPARK = new Family(Kind.LIBRARY, "for-spark", null);
}
