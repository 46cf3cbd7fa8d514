package io.blinktwice.runtime.artifact;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lines of Maven's output mean. */
final class MavenOutput {
  private static final Pattern DOWNLOADED =
      Pattern.compile("\\[INFO] Downloaded from \\S+: \\S*/(\\S+) \\(([0-9.]+) ([kMG]?)B\\b.*");
  private static final String ERROR = "[ERROR]";

  /** From the most to the least telling. */
  private static final List<String> TELLING =
      List.of("Could not transfer", "offline mode", "Could not find artifact", "Could not");

  /** A file that came over the network. */
  record Download(String file, long bytes) {}

  private MavenOutput() {}

  static Optional<Download> download(String line) {
    Matcher parts = DOWNLOADED.matcher(line);
    if (!parts.matches()) {
      return Optional.empty();
    }
    double unit =
        switch (parts.group(3)) {
          case "k" -> 1e3;
          case "M" -> 1e6;
          case "G" -> 1e9;
          default -> 1;
        };
    return Optional.of(
        new Download(parts.group(1), Math.round(Double.parseDouble(parts.group(2)) * unit)));
  }

  static boolean isError(String line) {
    return line.startsWith(ERROR);
  }

  /** The one line that tells a person most. */
  static String mostTelling(List<String> errors) {
    for (String words : TELLING) {
      for (String error : errors) {
        if (error.contains(words)) {
          return withoutMark(error);
        }
      }
    }
    return errors.isEmpty() ? "it said nothing" : withoutMark(errors.getFirst());
  }

  /** Maven says "find" when a repository answered and "transfer" when none did. */
  static boolean saysNetwork(List<String> errors) {
    return errors.stream()
        .map(error -> error.toLowerCase(Locale.ROOT))
        .anyMatch(
            error ->
                error.contains("could not transfer")
                    || error.contains("unknown host")
                    || error.contains("offline mode"));
  }

  private static String withoutMark(String error) {
    return error.substring(ERROR.length()).strip();
  }
}
