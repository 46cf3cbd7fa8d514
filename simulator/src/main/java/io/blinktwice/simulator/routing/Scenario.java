package io.blinktwice.simulator.routing;

import io.blinktwice.simulator.routing.Ours.Surroundings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked of whom; the six of the research, and a trace. */
enum Scenario {
  /** 8 clusters, 544 cores, the synthetic mix. */
  S1(1, 40_000, List.of(0.7, 0.85)),
  /** Facebook's day of 2009, drawn or from a trace, on the 8 clusters. */
  S2(1, 5_894, List.of(0.6, 0.7, 0.8)),
  /** As S1 at the same load, of which a part is queries that look small and never end. */
  S3(1, 40_000, List.of(0.7)),
  /** 64 clusters, 4 gateways; reports every 5 s, decisions after 100 ms, 5 % of reports lost. */
  S4(8, 60_000, List.of(0.8)),
  /** 64 clusters that join, drain and crash; 30 % of the sessions are bound to a cluster. */
  S5(8, 60_000, List.of(0.7)),
  /** 1,000 clusters. */
  S6(125, 60_000, List.of(0.8));

  /** Three of 32, three of 64, two of 128 cores. */
  private static final int[] MIX = {32, 32, 32, 64, 64, 64, 128, 128};

  private static final double RUNAWAYS = 0.001;

  private final int mixes;
  private final int queries;
  private final List<Double> loads;

  Scenario(int mixes, int queries, List<Double> loads) {
    this.mixes = mixes;
    this.queries = queries;
    this.loads = loads;
  }

  static Scenario of(String label) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.name().equalsIgnoreCase(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no scenario is called '%s'; there are: %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(Scenario::name)
                                .collect(Collectors.joining(" ")))));
  }

  int[] clusters() {
    int[] cores = new int[mixes * MIX.length];
    for (int i = 0; i < cores.length; i++) {
      cores[i] = MIX[i % MIX.length];
    }
    return cores;
  }

  int queries() {
    return queries;
  }

  /** Loads that are simulated when none is asked for. */
  List<Double> loads() {
    return loads;
  }

  double runaways() {
    return this == S3 ? RUNAWAYS : 0;
  }

  double pinned() {
    return this == S5 ? 0.3 : 0;
  }

  boolean elastic() {
    return this == S5;
  }

  Surroundings surroundings() {
    return this == S4 ? new Surroundings(4, 5, 0.1, 0.05, false) : Surroundings.FRESH;
  }
}
