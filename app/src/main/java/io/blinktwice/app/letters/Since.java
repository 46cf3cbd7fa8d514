package io.blinktwice.app.letters;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time in the past as people write it: itself, or how long ago. */
public final class Since {
  private static final Pattern WHILE = Pattern.compile("(\\d{1,6})([smhd])");

  private Since() {}

  /** Throws where it is neither. */
  public static Instant parse(String text, Instant now) {
    Matcher ago = WHILE.matcher(text);
    if (!ago.matches()) {
      return Instant.parse(text);
    }
    long number = Long.parseLong(ago.group(1));
    return now.minus(
        switch (ago.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> throw new DateTimeParseException("no such unit", text, 0);
        });
  }
}
