package io.blinktwice.app.simulated;

import io.blinktwice.app.simulated.FleetAccount.Attempt;
import io.blinktwice.app.simulated.FleetAccount.Part;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs and records of one play are called. Two plays of one seed differ in the name, for a run
 * that has ended is not heard again.
 *
 * @param play name of the play, such as {@code fleet-7-mb3x1k}
 */
record RunName(String play) {
  private static final Pattern RECORD = Pattern.compile("(\\d{1,9})-(\\d)-([A-Z]+)");

  String run(int number) {
    return play + "-" + number;
  }

  String event(Attempt attempt, Part part) {
    return "%s-%d-%d-%s".formatted(play, attempt.run(), attempt.number(), part);
  }

  /** The number in a run's name; empty for a run of somebody else. */
  Optional<Integer> number(String run) {
    return rest(run).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
  }

  /** One of our records. */
  record Named(Attempt attempt, Part part) {}

  /** What an event's id names; empty for one of somebody else. */
  Optional<Named> named(String event) {
    return rest(event)
        .map(RECORD::matcher)
        .filter(Matcher::matches)
        .map(
            parts ->
                new Named(
                    new Attempt(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))),
                    Part.valueOf(parts.group(3))));
  }

  private Optional<String> rest(String text) {
    return text.startsWith(play + "-")
        ? Optional.of(text.substring(play.length() + 1))
        : Optional.empty();
  }
}
