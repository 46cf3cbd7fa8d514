package io.blinktwice.router.placement.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work that waits for a place. Small work goes first, long waits count ever more, and a workspace
 * that has much running already stands behind one that has not.
 */
final class WaitingLine {
  /** All workspaces together; what is more is refused. */
  static final int MOST = 100_000;

  /** How strongly what a workspace has already counts against it. */
  private static final double FAIRNESS = 8;

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> perWorkspace = new HashMap<>();

  /** Work and since when it waits. */
  record Waiting(Work work, double since, double ideal) {}

  boolean add(Work work, double ideal, double now, int mostPerWorkspace) {
    int already = perWorkspace.getOrDefault(work.workspace(), 0);
    if (already >= mostPerWorkspace || waiting.size() >= MOST) {
      return false;
    }
    if (waiting.putIfAbsent(work.id(), new Waiting(work, now, ideal)) == null) {
      perWorkspace.merge(work.workspace(), 1, Integer::sum);
    }
    return true;
  }

  Optional<Waiting> remove(String id) {
    Waiting gone = waiting.remove(id);
    if (gone != null) {
      perWorkspace.computeIfPresent(
          gone.work().workspace(), (_, count) -> count == 1 ? null : count - 1);
    }
    return Optional.ofNullable(gone);
  }

  int size() {
    return waiting.size();
  }

  List<Waiting> all() {
    return List.copyOf(waiting.values());
  }

  /** Those at the head, first to last. */
  List<Waiting> head(int many, ClusterBoard board, double now) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    record Ranked(Waiting waiting, double rank) {}
    List<Ranked> ranked = new ArrayList<>(waiting.size());
    for (Waiting each : waiting.values()) {
      ranked.add(new Ranked(each, rank(each, board, now)));
    }
    // Equal ranks are in order of arrival: the sort is stable.
    ranked.sort(Comparator.comparingDouble(Ranked::rank));
    return ranked.stream().limit(many).map(Ranked::waiting).toList();
  }

  private static double rank(Waiting each, ClusterBoard board, double now) {
    double age = 1 + Math.max(0, now - each.since()) / each.ideal();
    double size = each.ideal() * each.work().size().coreSeconds();
    double latency = each.work().interactive() ? 1e-6 : 1;
    double share = 1 + FAIRNESS * board.shareOf(each.work().workspace());
    return size / (age * age) * latency * share * share;
  }
}
