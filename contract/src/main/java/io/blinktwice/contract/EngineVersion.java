package io.blinktwice.contract;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spark server release that a fleet can start, such as {@code 3.5.7} or {@code 4.1.2-hotfix1}.
 *
 * <p>Ordered by its numbers, then by its suffix; a suffix comes <em>after</em> the plain release,
 * because ours are fixes put on top of it, not previews of it.
 */
public record EngineVersion(String value) implements Comparable<EngineVersion> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(?:-([0-9A-Za-z][0-9A-Za-z.]{0,63}))?");
  private static final Pattern DIGITS_OR_NOT = Pattern.compile("\\d+|\\D+");

  public EngineVersion {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidIdentifier(
          "'"
              + abbreviated(value)
              + "' is no engine version; it looks like 4.1.2 or 4.1.2-hotfix1");
    }
  }

  private static String abbreviated(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }

  @Override
  public int compareTo(EngineVersion other) {
    Matcher mine = parsed(value);
    Matcher theirs = parsed(other.value);
    for (int group = 1; group <= 3; group++) {
      int order = Integer.compare(number(mine, group), number(theirs, group));
      if (order != 0) {
        return order;
      }
    }
    return compareSuffixes(suffix(mine), suffix(theirs));
  }

  private static Matcher parsed(String version) {
    Matcher matcher = FORM.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked at construction: " + version);
    }
    return matcher;
  }

  private static int number(Matcher version, int group) {
    return Integer.parseInt(version.group(group));
  }

  private static String suffix(Matcher version) {
    String suffix = version.group(4);
    return suffix == null ? "" : suffix;
  }

  /** Runs of digits compare as numbers, so that {@code fix10} follows {@code fix9}. */
  private static int compareSuffixes(String mine, String theirs) {
    Matcher left = DIGITS_OR_NOT.matcher(mine);
    Matcher right = DIGITS_OR_NOT.matcher(theirs);
    while (left.find()) {
      if (!right.find()) {
        return 1;
      }
      int order = comparePieces(left.group(), right.group());
      if (order != 0) {
        return order;
      }
    }
    // fix1 and fix01 are two versions: the text decides where the numbers do not.
    return right.find() ? -1 : mine.compareTo(theirs);
  }

  private static int comparePieces(String mine, String theirs) {
    boolean bothNumbers = Character.isDigit(mine.charAt(0)) && Character.isDigit(theirs.charAt(0));
    return bothNumbers
        ? new BigInteger(mine).compareTo(new BigInteger(theirs))
        : mine.compareTo(theirs);
  }

  @Override
  public String toString() {
    return value;
  }
}
