package io.blinktwice.app.metrics;

import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an expression asks Prometheus for, compared with what is measured. */
record PromQl(String expression) {
  /** A metric, and the matchers after it. */
  static final Pattern ASKED = Pattern.compile("(blinktwice_[a-z_]+)(?:\\{([^}]*)})?");

  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(!?=~?)\"([^\"]*)\"");
  private static final Pattern GROUPED = Pattern.compile("(?:by|ignoring) ?\\(([^)]*)\\)");
  private static final Pattern RATE = Pattern.compile("(?:rate|increase)\\((blinktwice_[a-z_]+)");

  /** Given by Prometheus itself, and the bounds of a histogram. */
  private static final Set<String> GIVEN = Set.of("le", "instance", "job");

  private static final Map<String, Meter> CATALOGUE =
      EveryMetric.all().stream().collect(Collectors.toMap(Meter::name, Function.identity()));

  /** Names as they are asked for. */
  Set<String> asked() {
    Set<String> names = new TreeSet<>();
    Matcher asked = ASKED.matcher(expression);
    while (asked.find()) {
      names.add(asked.group(1));
    }
    return names;
  }

  /** Why it can never answer as meant; empty if it can. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Set<String> labels = new TreeSet<>(GIVEN);
    Matcher asked = ASKED.matcher(expression);
    while (asked.find()) {
      Optional<Meter> meter = measured(asked.group(1));
      if (meter.isEmpty()) {
        problems.add("nobody measures " + asked.group(1));
        continue;
      }
      meter.get().labels().forEach(label -> labels.add(label.name()));
      matchers(meter.get(), Optional.ofNullable(asked.group(2)).orElse(""), problems);
    }
    Matcher grouped = GROUPED.matcher(expression);
    while (grouped.find()) {
      if (!labels.containsAll(List.of(grouped.group(1).split(", ?")))) {
        problems.add("no metric here has all labels of " + grouped.group());
      }
    }
    Matcher rate = RATE.matcher(expression);
    while (rate.find()) {
      measured(rate.group(1))
          .filter(meter -> meter.kind() == Meter.Kind.GAUGE)
          .ifPresent(gauge -> problems.add(gauge.name() + " has no rate: it is a gauge"));
    }
    return problems;
  }

  private static void matchers(Meter meter, String text, List<String> problems) {
    Matcher matcher = MATCHER.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = matcher.group(3);
      if (GIVEN.contains(name)) {
        continue;
      }
      Optional<Label> label =
          meter.labels().stream().filter(candidate -> candidate.name().equals(name)).findFirst();
      if (label.isEmpty()) {
        problems.add(meter.name() + " has no label " + name);
      } else if (label.get() instanceof Label.OneOf known && !known.values().contains(value)) {
        problems.add("%s of %s is never %s".formatted(name, meter.name(), value));
      }
    }
  }

  /** A histogram is asked for by the series that it is written as. */
  static Optional<Meter> measured(String asked) {
    Meter plain = CATALOGUE.get(asked);
    if (plain != null && plain.kind() != Meter.Kind.HISTOGRAM) {
      return Optional.of(plain);
    }
    return Optional.ofNullable(CATALOGUE.get(asked.replaceFirst("_(bucket|sum|count)$", "")))
        .filter(meter -> meter.kind() == Meter.Kind.HISTOGRAM && plain == null);
  }

  /** Whether names of metrics begin so: prose speaks of families. */
  static boolean isBeginning(String name) {
    return CATALOGUE.keySet().stream().anyMatch(known -> known.startsWith(name));
  }
}
