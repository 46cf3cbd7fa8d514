package io.blinktwice.soak.decision;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One record that is reported; its id is what a repetition has in common with it. */
public record Event(int run, Part part) {
  private static final Pattern ID = Pattern.compile("soak-(\\d{1,9})-(\\d)");

  public String id() {
    return "soak-%d-%d".formatted(run, part.ordinal());
  }

  /** Empty for an id that is not of a soak. */
  public static Optional<Event> of(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) >= Part.values().length) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            Integer.parseInt(parts.group(1)), Part.values()[Integer.parseInt(parts.group(2))]));
  }
}
