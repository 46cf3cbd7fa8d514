package io.blinktwice.classifier.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the family of a class or package by the longest prefix that is known. */
public final class Families {
  private static final int COLUMNS = 4;
  private static final int LONGEST = 120;

  private final Map<String, Family> byPrefix;

  private Families(Map<String, Family> byPrefix) {
    this.byPrefix = byPrefix;
  }

  /** From lines {@code prefix | kind | family | team}; empty ones and those with # are skipped. */
  public static Families of(List<String> lines) {
    Map<String, Family> byPrefix = new HashMap<>();
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
    return found == null ? Family.UNKNOWN : found;
  }

  @Nullable Family known(String name) {
    String rest = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
    for (int end = rest.length(); end > 0; end--) {
      Family found = byPrefix.get(rest.substring(0, end));
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
