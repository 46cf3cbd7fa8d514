package io.blinktwice.app.server;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.exceptions.BeanContextException;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds everything that is wrong with a configuration, so that it is mended in one go. */
final class ConfigurationProblems {
  private ConfigurationProblems() {}

  /** The configuration cannot be used; the message lists all that is wrong, a line each. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(List<String> problems) {
      super("the configuration cannot be used:\n  " + String.join("\n  ", problems));
    }
  }

  /** A key that nothing reads would be silently without effect: most likely it is misspelt. */
  static List<String> unknown(Collection<String> given, List<ConfigurationKey> known) {
    List<String> problems = new ArrayList<>();
    for (String name : given) {
      String key = NameUtils.hyphenate(name);
      if (key.startsWith(ConfigurationKey.OURS)
          && known.stream().noneMatch(candidate -> covers(candidate, key))) {
        problems.add("%s is no setting; the nearest is %s".formatted(name, nearest(key, known)));
      }
    }
    return problems;
  }

  private static boolean covers(ConfigurationKey known, String key) {
    return known.name().equals(key) || (known.open() && key.startsWith(known.name() + "."));
  }

  private static String nearest(String key, List<ConfigurationKey> known) {
    return known.stream()
        .map(ConfigurationKey::name)
        .min(Comparator.comparingInt(name -> distance(key, name)))
        .orElseThrow();
  }

  /** Levenshtein's: how many letters are added, left out or replaced. */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + replaced,
                Math.min(previous[column], current[column - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }

  /** Asks each configuration record that this process reads what it says against its values. */
  static void requireNone(BeanContext context) {
    Set<String> problems = new LinkedHashSet<>();
    for (BeanDefinition<Object> record :
        context.getBeanDefinitions(
            Object.class, Qualifiers.byStereotype(ConfigurationReader.class))) {
      if (record.getBeanType().getName().startsWith("io.blinktwice.")) {
        try {
          context.getBean(record);
        } catch (BeanContextException e) {
          problems.add(String.valueOf(rootOf(e).getMessage()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new Unusable(List.copyOf(problems));
    }
  }

  /** The refusal inside a failure to start, where it was the reason. */
  static RuntimeException unwrapped(RuntimeException failure) {
    return rootOf(failure) instanceof Unusable refusal ? refusal : failure;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
