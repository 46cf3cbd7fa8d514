package io.blinktwice.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Blocks of all subjects in one run, interleaved: A B C, C B A, A B C, … after a warm-up of each,
 * so that whatever drifts meanwhile drifts for all of them.
 */
public final class Blocks {
  private final Map<String, Map<Metric, List<Double>>> bySubject;

  private Blocks(Map<String, Map<Metric, List<Double>>> bySubject) {
    this.bySubject = bySubject;
  }

  public static Blocks of(List<? extends Subject> subjects, int rounds, Consumer<String> progress)
      throws Exception {
    Map<String, Map<Metric, List<Double>>> values = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      progress.accept("warming up " + subject.name());
      WarmUp.of(subject);
    }
    for (int round = 0; round < rounds; round++) {
      for (Subject subject : round % 2 == 0 ? subjects : subjects.reversed()) {
        progress.accept("round %d of %d: %s".formatted(round + 1, rounds, subject.name()));
        Map<Metric, List<Double>> mine =
            values.computeIfAbsent(subject.name(), any -> new LinkedHashMap<>());
        subject
            .block()
            .forEach(
                (metric, value) ->
                    mine.computeIfAbsent(metric, any -> new ArrayList<>()).add(value));
      }
    }
    return new Blocks(values);
  }

  /** In the order in which the subject's first block gave them. */
  public List<Metric> metrics(String subject) {
    return List.copyOf(of(subject).keySet());
  }

  public Interval value(String subject, Metric metric) {
    return Interval.of(values(subject, metric));
  }

  /** Ratios are taken round by round. */
  public Line compared(String bench, String subject, String baseline, Metric metric) {
    List<Double> ours = values(subject, metric);
    List<Double> theirs = values(baseline, metric);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(ours.get(round) / theirs.get(round));
    }
    return new Line(
        name(bench, subject, metric),
        metric.unit(),
        Interval.of(ours),
        new Line.Against(baseline, Interval.of(theirs).mean(), Interval.of(ratios), null));
  }

  /** Without anything to compare with. */
  public Line alone(String bench, String subject, Metric metric) {
    return new Line(name(bench, subject, metric), metric.unit(), value(subject, metric), null);
  }

  public static String name(String bench, String subject, Metric metric) {
    return String.join(".", bench, subject, metric.name());
  }

  private List<Double> values(String subject, Metric metric) {
    List<Double> found = of(subject).get(metric);
    if (found == null) {
      throw new IllegalArgumentException(subject + " has no " + metric.name());
    }
    return found;
  }

  private Map<Metric, List<Double>> of(String subject) {
    Map<Metric, List<Double>> found = bySubject.get(subject);
    if (found == null) {
      throw new IllegalArgumentException("there is no " + subject);
    }
    return found;
  }
}
