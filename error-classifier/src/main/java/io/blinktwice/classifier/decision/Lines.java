package io.blinktwice.classifier.decision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A failure's text, split into what is said and where on the stack it was said.
 *
 * <p>Bounded: {@link #MAX_LENGTH} characters are looked at, and of what is said the first part and
 * every cause are kept, so that whatever comes after costs little however long the text is.
 *
 * @param spoken lines that say something, without quoted statements
 * @param frames places on the stack that are not the JDK's, those of the innermost cause first
 */
record Lines(List<String> spoken, List<String> frames) {
  static final int MAX_LENGTH = 64 * 1024;
  static final int MAX_SPOKEN = 4 * 1024;
  private static final int MAX_WITH_CAUSES = 5 * 1024;
  private static final int LONGEST_LINE = 1024 + 512;
  private static final int FRAMES_OF_A_CAUSE = 12;
  private static final int CAUSES = 24;
  private static final String CAUSE = "Caused by: ";

  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]{0,20}[A-Za-z]");
  private static final Pattern MARK_UP = Pattern.compile("</?[a-zA-Z][^<>\\n]{0,200}>");
  private static final Set<String> IN_THE_JDK =
      Set.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  Lines {
    spoken = List.copyOf(spoken);
    frames = List.copyOf(frames);
  }

  static Lines of(String message) {
    Reader reader = new Reader();
    plain(message).lines().forEach(reader::take);
    return new Lines(reader.spoken, reader.frames());
  }

  /** Without colours and mark-up; where line ends came escaped, they are line ends again. */
  private static String plain(String message) {
    String text = message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH);
    if (text.indexOf('\n') < 0 && text.contains("\\n")) {
      text = text.replace("\\r", "").replace("\\n", "\n").replace("\\t", "\t");
    }
    if (text.indexOf('\u001b') >= 0) {
      text = COLOURS.matcher(text).replaceAll("");
    }
    String start = text.stripLeading();
    boolean page = start.regionMatches(true, 0, "<html", 0, 5) || start.startsWith("<!");
    return page ? MARK_UP.matcher(text).replaceAll(" ") : text;
  }

  /** Takes line by line and remembers the frames of each cause. */
  private static final class Reader {
    private final List<String> spoken = new ArrayList<>();
    private final List<List<String>> causes = new ArrayList<>(List.of(new ArrayList<>()));
    private boolean insideStatement;
    private int length;

    void take(String line) {
      String place = place(line);
      if (!place.isEmpty()) {
        insideStatement = false;
        remember(place);
      } else if (line.startsWith("== SQL")) {
        insideStatement = true;
      } else if (line.startsWith(CAUSE)) {
        insideStatement = false;
        if (causes.size() < CAUSES) {
          causes.add(new ArrayList<>());
        }
        say(line, MAX_WITH_CAUSES);
      } else if (!insideStatement) {
        rememberPython(line);
        say(line, MAX_SPOKEN);
      }
    }

    private void say(String line, int limit) {
      if (length < limit) {
        String kept = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
        spoken.add(kept);
        length += kept.length() + 1;
      }
    }

    private void remember(String place) {
      List<String> frames = causes.getLast();
      boolean fromJdk = IN_THE_JDK.stream().anyMatch(place::startsWith);
      if (!fromJdk && frames.size() < FRAMES_OF_A_CAUSE) {
        frames.add(place);
      }
    }

    /** Pythons name files; those of a package stand for it. */
    private void rememberPython(String line) {
      String bare = line.strip();
      if (bare.startsWith("File \"")) {
        remember(pythonPlace(bare));
      }
    }

    private static String pythonPlace(String bare) {
      if (bare.contains("pyspark")) {
        return bare.contains("/connect/") ? "pyspark.sql.connect.file" : "pyspark.file";
      }
      int packages = bare.indexOf("-packages/");
      if (packages < 0) {
        return "python.script";
      }
      String rest = bare.substring(packages + "-packages/".length());
      int end = 0;
      while (end < rest.length() && Character.isLetterOrDigit(rest.charAt(end))) {
        end++;
      }
      return rest.substring(0, end) + ".file";
    }

    /** Last cause first: it is the innermost. */
    List<String> frames() {
      Set<String> all = new LinkedHashSet<>();
      causes.reversed().forEach(all::addAll);
      return List.copyOf(all);
    }
  }

  /** The method that a line of a stack names; empty for any other line. */
  private static String place(String line) {
    int from = 0;
    while (from < line.length() && line.charAt(from) <= ' ') {
      from++;
    }
    boolean announced = line.startsWith("at ", from);
    int start = announced ? from + "at ".length() : from;
    int end = start;
    int dots = 0;
    while (end < line.length() && isOfName(line.charAt(end))) {
      char c = line.charAt(end);
      dots += c == '.' ? 1 : 0;
      if (c == '/') {
        start = end + 1;
      }
      end++;
    }
    boolean called = end < line.length() && line.charAt(end) == '(';
    boolean cutOff = end == line.length() && dots > 2;
    boolean frame = announced ? called || cutOff : called && namesAFile(line, end);
    return frame && dots > 0 && end > start ? line.substring(start, end) : "";
  }

  private static boolean namesAFile(String line, int from) {
    return line.startsWith("Native Method", from + 1)
        || line.indexOf(".java:", from) > 0
        || line.indexOf(".scala:", from) > 0;
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c)
        || c == '.'
        || c == '$'
        || c == '_'
        || c == '/'
        || c == '<'
        || c == '>'
        || c == '@'
        || c == '-';
  }
}
