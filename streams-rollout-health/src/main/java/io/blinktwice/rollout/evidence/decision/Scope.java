package io.blinktwice.rollout.evidence.decision;

import java.util.Comparator;
import java.util.Locale;

/** A part of the fleet that may be harmed alone. */
public record Scope(Kind kind, String name) implements Comparable<Scope> {
  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::kind).thenComparing(Scope::name);

  /** What kind of part, the one that people can act on best first. */
  public enum Kind {
    WORKSPACE("workspace:"),
    ENVIRONMENT("environment:"),
    CLUSTER("cluster:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  public String text() {
    return kind.prefix + name;
  }

  public static Scope parse(String text) {
    int colon = text.indexOf(':');
    return new Scope(
        Kind.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT)), text.substring(colon + 1));
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text();
  }
}
