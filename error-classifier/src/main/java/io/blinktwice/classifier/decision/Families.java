package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the family of a class or package by the longest prefix that is known. */
public final class Families {
  private static final int COLUMNS = 4;
  private static final int LONGEST = 120;

  private final NavigableMap<String, Family> byPrefix;

  private Families(NavigableMap<String, Family> byPrefix) {
    this.byPrefix = byPrefix;
  }

  /** From lines {@code prefix | kind | family | team}; empty ones and those with # are skipped. */
  public static Families of(List<String> lines) {
    NavigableMap<String, Family> byPrefix = new TreeMap<>();
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split(" \\| ", -1);
        if (columns.length != COLUMNS) {
          throw new IllegalArgumentException("a family has four columns, not: " + line);
        }
        String team = columns[3].strip();
        byPrefix.put(
            columns[0].strip(),
            new Family(
                Family.Kind.valueOf(columns[1].strip().toUpperCase(Locale.ROOT)),
                columns[2].strip(),
                team.equals("-") ? null : team));
      }
    }
    return new Families(byPrefix);
  }

  /** Of a name with dots; where nothing is known of it, {@link Family#UNKNOWN}. */
  Family of(String name) {
    Family found = known(name);
    if (found != null) {
      return found;
    }
    return name.contains(".spark.") ? Family.FOR_SPARK : Family.UNKNOWN;
  }

  /** The nearest name at or before it is the longest prefix, or shares more with it than others. */
  @Nullable Family known(String name) {
    String rest = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    while (!rest.isEmpty()) {
      Map.Entry<String, Family> nearest = byPrefix.floorEntry(rest);
      if (nearest == null) {
        return null;
      }
      if (rest.startsWith(nearest.getKey())) {
        return nearest.getValue();
      }
      rest = rest.substring(0, inCommon(rest, nearest.getKey()));
    }
    return null;
  }

  private static int inCommon(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }
}
