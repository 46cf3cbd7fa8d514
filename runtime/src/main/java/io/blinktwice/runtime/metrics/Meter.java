package io.blinktwice.runtime.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The declaration of one metric.
 *
 * @param name as Prometheus knows it, with the unit in it
 * @param unit of the value, for people
 * @param meaning one sentence for people
 */
public record Meter(String name, Kind kind, String unit, List<Label> labels, String meaning) {
  /** As many as topics times what can be wrong with a record; more hide what has happened. */
  private static final int MOST_BEFOREHAND = 300;

  public Meter {
    labels = List.copyOf(labels);
  }

  /** How a value behaves over time. */
  public enum Kind {
    /** Only grows; read as a rate. */
    COUNTER,
    /** A state of the moment. */
    GAUGE,
    /** How often a value fell below each of some bounds, with count and sum. */
    HISTOGRAM
  }

  public static Meter counter(String name, String unit, String meaning, Label... labels) {
    return new Meter(name, Kind.COUNTER, unit, List.of(labels), meaning);
  }

  public static Meter gauge(String name, String unit, String meaning, Label... labels) {
    return new Meter(name, Kind.GAUGE, unit, List.of(labels), meaning);
  }

  /** Of durations. */
  public static Meter histogram(String name, String meaning, Label... labels) {
    return new Meter(name, Kind.HISTOGRAM, "seconds", List.of(labels), meaning);
  }

  String[] labelNames() {
    return labels.stream().map(Label::name).toArray(String[]::new);
  }

  /** Values of its labels, each with each; none where a label's values only show with time. */
  List<String[]> seriesKnownBeforehand() {
    List<String[]> series = Collections.singletonList(new String[0]);
    for (Label label : labels) {
      List<String[]> longer = new ArrayList<>();
      for (String[] begun : series) {
        for (String value : label.knownBeforehand()) {
          String[] more = Arrays.copyOf(begun, begun.length + 1);
          more[begun.length] = value;
          longer.add(more);
        }
      }
      series = longer;
    }
    return series.size() <= MOST_BEFOREHAND ? series : List.of();
  }

  /** Values in the order of the labels, each within its bound. */
  String[] admitted(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "%s has %d labels, not %d".formatted(name, labels.size(), values.length));
    }
    String[] admitted = new String[values.length];
    for (int place = 0; place < values.length; place++) {
      admitted[place] = labels.get(place).admit(values[place]);
    }
    return admitted;
  }
}
