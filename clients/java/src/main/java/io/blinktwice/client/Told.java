package io.blinktwice.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an answer; one of another type makes it no answer. */
record Told(Map<String, @Nullable Object> fields) {
  /** What came back is not what the API says. */
  static final class NotAnAnswer extends Exception {
    private static final long serialVersionUID = 1;

    NotAnAnswer(String message) {
      super(message);
    }
  }

  String text(String name) throws NotAnAnswer {
    String value = optionalText(name);
    if (value == null || value.isEmpty()) {
      throw new NotAnAnswer("it names no " + name);
    }
    return value;
  }

  @Nullable String optionalText(String name) throws NotAnAnswer {
    return optional(name, String.class);
  }

  @Nullable Long optionalNumber(String name) throws NotAnAnswer {
    return optional(name, Long.class);
  }

  boolean truth(String name) throws NotAnAnswer {
    Boolean value = optional(name, Boolean.class);
    return value != null && value;
  }

  private <T> @Nullable T optional(String name, Class<T> kind) throws NotAnAnswer {
    Object value = fields.get(name);
    if (value != null && !kind.isInstance(value)) {
      throw new NotAnAnswer("its " + name + " is no " + kind.getSimpleName());
    }
    return value == null ? null : kind.cast(value);
  }
}
