package io.blinktwice.contract;

import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /** More than any fleet has: a flood of invented versions must not fill the memory. */
  private static final int PARSED_KEPT = 1_000;

  private static final Map<String, Parsed> PARSED = new ConcurrentHashMap<>();

  /** What a version is ordered by. */
  private record Parsed(int major, int minor, int patch, String suffix) {
    /** Records name the same few versions again and again, so that each is read once. */
    static @Nullable Parsed of(String version) {
      Parsed known = PARSED.get(version);
      if (known != null) {
        return known;
      }
      Matcher matcher = FORM.matcher(version);
      if (!matcher.matches()) {
        return null;
      }
      String suffix = matcher.group(4);
      Parsed parsed =
          new Parsed(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)),
              suffix == null ? "" : suffix);
      if (PARSED.size() < PARSED_KEPT) {
        PARSED.put(version, parsed);
      }
      return parsed;
    }

    int compareNumbers(Parsed other) {
      int byMajor = Integer.compare(major, other.major);
      int byMinor = byMajor == 0 ? Integer.compare(minor, other.minor) : byMajor;
      return byMinor == 0 ? Integer.compare(patch, other.patch) : byMinor;
    }
  }

  public EngineVersion {
    if (Parsed.of(value) == null) {
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
    if (value.equals(other.value)) {
      return 0;
    }
    Parsed mine = parsed();
    Parsed theirs = other.parsed();
    int order = mine.compareNumbers(theirs);
    return order == 0 ? compareSuffixes(mine.suffix, theirs.suffix) : order;
  }

  private Parsed parsed() {
    return Objects.requireNonNull(Parsed.of(value), "checked at construction");
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
