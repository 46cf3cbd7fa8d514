package io.blinktwice.autoscaler.vertical.decision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long a workload takes on how many nodes, {@code serial + parallel / nodes} (Amdahl), learned
 * from runs above the memory cliff: where too few nodes spill, time falls faster than nodes grow,
 * and a curve through such runs promises far too much.
 *
 * @param cliff the fewest nodes that are known not to spill
 */
public record PriceCurve(double serial, double parallel, int cliff) {
  /** Faster than this by how many more nodes there are: the smaller one spilled. */
  private static final double BEYOND_LINEAR = 1.03;

  /** A node more is worth it while it saves that much time for its price. */
  private static final double KNEE = 0.5;

  /** A run: how long it took on so many nodes, and whether it was seen to spill. */
  public record Run(int nodes, double seconds, boolean spilled) {}

  /** Empty where fewer than two node counts are above the cliff. */
  public static Optional<PriceCurve> of(List<Run> runs) {
    List<Run> ordered =
        runs.stream()
            .filter(run -> !run.spilled() && run.nodes() > 0 && run.seconds() > 0)
            .sorted(Comparator.comparingInt(Run::nodes))
            .toList();
    return throughAll(aboveTheCliff(ordered));
  }

  /** Through every run, whether it spilled or not. */
  public static Optional<PriceCurve> throughAll(List<Run> above) {
    if (above.stream().mapToInt(Run::nodes).distinct().count() < 2) {
      return Optional.empty();
    }
    double x = 0;
    double y = 0;
    double all = 0;
    for (Run run : above) {
      double weight = 1 / (run.seconds() * run.seconds());
      x += weight / run.nodes();
      y += weight * run.seconds();
      all += weight;
    }
    x /= all;
    y /= all;
    double xy = 0;
    double xx = 0;
    for (Run run : above) {
      double weight = 1 / (run.seconds() * run.seconds());
      double off = 1.0 / run.nodes() - x;
      xy += weight * off * (run.seconds() - y);
      xx += weight * off * off;
    }
    double parallel = Math.max(0, xy / xx);
    double serial = y - parallel * x;
    if (serial < 0) {
      serial = 0;
      parallel = y / x;
    }
    return Optional.of(new PriceCurve(serial, parallel, above.getFirst().nodes()));
  }

  private static List<Run> aboveTheCliff(List<Run> ordered) {
    int from = 0;
    for (int at = 0; at + 1 < ordered.size(); at++) {
      Run fewer = ordered.get(at);
      Run more = ordered.get(at + 1);
      boolean cliff =
          more.nodes() > fewer.nodes()
              && fewer.seconds() * fewer.nodes() > BEYOND_LINEAR * more.seconds() * more.nodes();
      from = cliff ? at + 1 : from;
    }
    return new ArrayList<>(ordered.subList(from, ordered.size()));
  }

  public double seconds(int nodes) {
    return serial + parallel / nodes;
  }

  /** Node-seconds. */
  public double cost(int nodes) {
    return nodes * seconds(nodes);
  }

  /** The cheapest that is done in time; the fastest if none is. */
  public int cheapest(List<Integer> nodes, double deadlineSeconds) {
    return nodes.stream()
        .filter(count -> count >= cliff && seconds(count) <= deadlineSeconds)
        .min(Comparator.comparingDouble(this::cost))
        .orElseGet(() -> nodes.stream().max(Comparator.naturalOrder()).orElse(cliff));
  }

  /** The most nodes of which the last ones still save time in proportion to what they cost. */
  public int knee(List<Integer> nodes) {
    List<Integer> ascending = nodes.stream().filter(count -> count >= cliff).sorted().toList();
    if (ascending.isEmpty()) {
      return nodes.stream().max(Comparator.naturalOrder()).orElse(cliff);
    }
    int best = ascending.getFirst();
    for (int next : ascending.subList(1, ascending.size())) {
      double saved = 1 - seconds(next) / seconds(best);
      double dearer = cost(next) / cost(best) - 1;
      if (saved < KNEE * dearer) {
        return best;
      }
      best = next;
    }
    return best;
  }
}
