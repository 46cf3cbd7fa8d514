package io.blinktwice.pinning.decision;

import java.util.Collections;
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
    TreeMap<String, Long> kept = new TreeMap<>(figures);
    while (kept.size() > FIGURES_KEPT) {
      kept.pollLastEntry();
    }
    figures = Collections.unmodifiableSortedMap(kept);
  }

  public static Usage of(@Nullable String cluster, Map<String, Long> figures) {
    return new Usage(cluster, new TreeMap<>(figures));
  }

  Usage on(@Nullable String ran) {
    return cluster == null && ran != null ? new Usage(ran, figures) : this;
  }

  Usage withoutFigures() {
    return figures.isEmpty() ? this : new Usage(cluster, new TreeMap<>());
  }
}
