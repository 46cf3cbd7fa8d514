package io.blinktwice.runtime.metrics;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A label with a bounded number of values: every value is a time series for as long as the process
 * runs, and what arrives on topics must not decide how many there are.
 */
public sealed interface Label {
  /** Stands for all values that there is no room for. */
  String OTHER = "other";

  String name();

  /** What the label says for this value: the value itself, or {@link #OTHER}. */
  String admit(String value);

  /** For people: which values there are. */
  String bound();

  /** The values that it can have, where the code says so; none where they only show with time. */
  Set<String> knownBeforehand();

  static Label of(String name, String... values) {
    return new OneOf(name, Set.of(values));
  }

  static Label of(String name, Collection<String> values) {
    return new OneOf(name, Set.copyOf(values));
  }

  /** One value for each constant, in lower case. */
  static <E extends Enum<E>> Label of(String name, Class<E> type) {
    return new OneOf(
        name,
        Stream.of(type.getEnumConstants())
            .map(Label::word)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** A constant as label values are written. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  static Label atMost(int limit, String name, String what) {
    return new AtMost(name, limit, what, ConcurrentHashMap.newKeySet());
  }

  /** Values that are known beforehand. */
  record OneOf(String name, Set<String> values) implements Label {
    @Override
    public String admit(String value) {
      return values.contains(value) ? value : OTHER;
    }

    @Override
    public String bound() {
      return String.join(", ", new TreeSet<>(values));
    }

    @Override
    public Set<String> knownBeforehand() {
      return values;
    }
  }

  /**
   * Values that code or people name: the first so many of them, so that a mistake costs little.
   *
   * @param what the values are, for people
   */
  record AtMost(String name, int limit, String what, Set<String> admitted) implements Label {
    @Override
    public String admit(String value) {
      if (admitted.contains(value)) {
        return value;
      }
      synchronized (admitted) {
        return admitted.size() < limit && (admitted.contains(value) || admitted.add(value))
            ? value
            : OTHER;
      }
    }

    @Override
    public String bound() {
      return what + ", at most " + limit;
    }

    @Override
    public Set<String> knownBeforehand() {
      return Set.of();
    }
  }
}
