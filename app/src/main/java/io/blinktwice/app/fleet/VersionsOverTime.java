package io.blinktwice.app.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What ran on which version, in spans of time: at most {@value #MOST_SPANS} of them. When there
 * would be more, two become one, so that the whole past is there, the longer the coarser.
 */
final class VersionsOverTime {
  static final int MOST_SPANS = 240;

  private Duration length = Duration.ofSeconds(10);
  private List<Span> spans = new ArrayList<>();

  /**
   * One span.
   *
   * @param workloads how many workloads had run on each version last, at its end
   * @param runs attempts that ended in it, by version
   * @param failed those of them that failed
   */
  record Span(
      Instant from, Map<String, Long> workloads, Map<String, Long> runs, Map<String, Long> failed) {
    private static Span empty(Instant from) {
      return new Span(from, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    private Span with(Span later, Instant start) {
      Span both = empty(start);
      both.workloads().putAll(later.workloads());
      runs().forEach((version, count) -> both.runs().merge(version, count, Long::sum));
      later.runs().forEach((version, count) -> both.runs().merge(version, count, Long::sum));
      failed().forEach((version, count) -> both.failed().merge(version, count, Long::sum));
      later.failed().forEach((version, count) -> both.failed().merge(version, count, Long::sum));
      return both;
    }

    private Span copy() {
      return new Span(from, Map.copyOf(workloads), Map.copyOf(runs), Map.copyOf(failed));
    }
  }

  /**
   * An attempt ended.
   *
   * @param workloads how many workloads are on each version now
   */
  void ended(Instant at, String version, boolean succeeded, Map<String, Long> workloads) {
    Span span = spanOf(at);
    span.runs().merge(version, 1L, Long::sum);
    if (!succeeded) {
      span.failed().merge(version, 1L, Long::sum);
    }
    Span last = spans.getLast();
    last.workloads().clear();
    last.workloads().putAll(workloads);
  }

  /** One that is late counts in the newest span that began before it. */
  private Span spanOf(Instant at) {
    Instant start = startOf(at);
    if (spans.isEmpty() || spans.getLast().from().isBefore(start)) {
      spans.add(Span.empty(start));
      while (spans.size() > MOST_SPANS) {
        halve();
      }
      return spans.getLast();
    }
    for (int i = spans.size() - 1; i > 0; i--) {
      if (!spans.get(i).from().isAfter(at)) {
        return spans.get(i);
      }
    }
    return spans.getFirst();
  }

  private void halve() {
    length = length.multipliedBy(2);
    List<Span> fewer = new ArrayList<>();
    for (Span span : spans) {
      Instant start = startOf(span.from());
      if (!fewer.isEmpty() && fewer.getLast().from().equals(start)) {
        fewer.add(fewer.removeLast().with(span, start));
      } else {
        fewer.add(Span.empty(start).with(span, start));
      }
    }
    spans = fewer;
  }

  private Instant startOf(Instant at) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
  }

  Duration length() {
    return length;
  }

  /** Oldest first; a span in which nothing ended is left out. */
  List<Span> spans() {
    return spans.stream().map(Span::copy).toList();
  }
}
