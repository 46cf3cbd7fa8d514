package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.Rivals.Choice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * After Prequal (NSDI '24), simplified: probes are fresh. Of up to 16 probed clusters those with
 * more requests in flight than the 84th percentile of what was lately seen are hot; of the cold
 * ones the one with the lowest latency is taken, else the least hot.
 */
final class PrequalLike implements Choice {
  private static final int PROBES = 16;
  private static final double HOT = 0.84;
  private static final int REMEMBERED = 256;
  private static final double FORGETTING = 0.1;

  private final SplittableRandom random;
  private final int[] inFlight = new int[REMEMBERED];
  private int seen;
  private double[] latency = new double[16];

  PrequalLike(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public void ended(Query query, FluidCluster cluster) {
    if (cluster.number >= latency.length) {
      latency = Arrays.copyOf(latency, 2 * cluster.number);
    }
    double seconds = query.end - query.arrival;
    double before = latency[cluster.number];
    latency[cluster.number] = before == 0 ? seconds : before + FORGETTING * (seconds - before);
  }

  @Override
  public FluidCluster of(List<FluidCluster> open, Query query) {
    List<FluidCluster> probed = new ArrayList<>(open);
    if (probed.size() > PROBES) {
      probed = new ArrayList<>();
      for (int i = 0; i < PROBES; i++) {
        probed.add(open.get(random.nextInt(open.size())));
      }
    }
    for (FluidCluster each : probed) {
      inFlight[seen++ % REMEMBERED] = each.count();
    }
    int[] sorted = Arrays.copyOf(inFlight, Math.min(seen, REMEMBERED));
    Arrays.sort(sorted);
    int hot = sorted[Math.min(sorted.length - 1, (int) (HOT * sorted.length))];
    List<FluidCluster> cold = probed.stream().filter(each -> each.count() <= hot).toList();
    return cold.isEmpty()
        ? Rivals.least(probed, FluidCluster::count)
        : Rivals.least(cold, this::expected);
  }

  /** The latency at this number in flight: in proportion, as a probe would say. */
  private double expected(FluidCluster cluster) {
    double seen = cluster.number < latency.length ? latency[cluster.number] : 0;
    return seen * (cluster.count() + 1.0);
  }
}
