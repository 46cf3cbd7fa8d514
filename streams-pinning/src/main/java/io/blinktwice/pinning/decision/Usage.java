package io.blinktwice.pinning.decision;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt ran and what it used, by the name of the figure; what nobody measured is absent.
 */
public record Usage(@Nullable String cluster, SortedMap<String, Long> figures) {
  /** More than any client measures: keeps a flood out of the state. */
  private static final int FIGURES_KEPT = 16;

  public static final Usage UNKNOWN = new Usage(null, new TreeMap<>());

  public Usage {
    figures = Frozen.sorted(figures.size() > FIGURES_KEPT ? first(figures) : figures);
  }

  public static Usage of(@Nullable String cluster, Map<String, Long> figures) {
    return figures.isEmpty() ? UNKNOWN.on(cluster) : new Usage(cluster, new TreeMap<>(figures));
  }

  private static SortedMap<String, Long> first(SortedMap<String, Long> figures) {
    TreeMap<String, Long> kept = new TreeMap<>(figures);
    while (kept.size() > FIGURES_KEPT) {
      kept.pollLastEntry();
    }
    return kept;
  }

  Usage on(@Nullable String ran) {
    return cluster == null && ran != null ? new Usage(ran, figures) : this;
  }

  Usage withoutFigures() {
    return figures.isEmpty() ? this : new Usage(cluster, UNKNOWN.figures);
  }
}
