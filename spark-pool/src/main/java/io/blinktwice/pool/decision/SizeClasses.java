package io.blinktwice.pool.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The size classes of a pool, smallest first: the ladder that work climbs after out-of-memory.
 *
 * @param first the name of the one that servers have unless another is asked for
 */
public record SizeClasses(List<ServerSize> sizes, String first) {
  /** What a person writes: {@code small=512m/1,medium=1g/2}. */
  private static final Pattern ONE =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,19})=(\\d{1,6})([mg])/(\\d{1,3})");

  private static final int MEGABYTES_OF_A_GIGABYTE = 1024;
  private static final int MOST = 20;

  public SizeClasses {
    sizes = List.copyOf(sizes);
  }

  /** Throws a sentence for people if the text names no sizes. */
  public static SizeClasses parse(String text, String first) {
    List<ServerSize> sizes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher one = ONE.matcher(part.strip());
      if (!one.matches()) {
        throw new IllegalArgumentException(
            "'%s' is no size class; it looks like small=512m/1: a name, heap, cores"
                .formatted(part.strip()));
      }
      int unit = group(one, 3).equals("g") ? MEGABYTES_OF_A_GIGABYTE : 1;
      sizes.add(
          new ServerSize(
              group(one, 1),
              Integer.parseInt(group(one, 4)),
              Math.multiplyExact(Integer.parseInt(group(one, 2)), unit)));
    }
    return new SizeClasses(sizes, first);
  }

  private static String group(Matcher matcher, int number) {
    String group = matcher.group(number);
    return group == null ? "" : group;
  }

  public Optional<ServerSize> named(String name) {
    return sizes.stream().filter(size -> size.name().equals(name)).findFirst();
  }

  /** The one that servers have unless another is asked for. */
  public ServerSize ordinary() {
    return named(first).orElseThrow(() -> new IllegalStateException("there is no size " + first));
  }

  /** Everything that is wrong with them, each in one sentence. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (sizes.isEmpty() || sizes.size() > MOST) {
      problems.add("a pool needs 1 to %d size classes, not %d".formatted(MOST, sizes.size()));
    }
    Set<String> names = new HashSet<>();
    for (ServerSize size : sizes) {
      size.problems().forEach(problem -> problems.add("size " + size.name() + ": " + problem));
      if (!names.add(size.name())) {
        problems.add("size " + size.name() + " is named twice");
      }
    }
    if (named(first).isEmpty()) {
      problems.add("there is no size '%s'; there are %s".formatted(first, names()));
    }
    return List.copyOf(problems);
  }

  /** The names, for a message. */
  public String names() {
    return sizes.stream().map(ServerSize::name).collect(Collectors.joining(", "));
  }
}
