package io.blinktwice.pinning.api;

import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** A field of a request body that must be there; JSON itself cannot say so. */
final class Required {
  private Required() {}

  static String field(String name, @Nullable String value) {
    if (value == null) {
      throw new ProblemException(HttpStatus.BAD_REQUEST, "the field '" + name + "' is missing");
    }
    return value;
  }
}
