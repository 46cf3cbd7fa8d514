package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Workloads that became slower or larger on the release, by the e-value of each one's own test, and
 * which of them may be said to have: the e-BH procedure, which needs no independence.
 *
 * <p>Of {@code n} workloads tested, those with the {@code k} largest e-values are named if each is
 * at least {@code n / (k · level)}: a wrong name among them is then expected in at most {@code
 * level} of all cases. Workloads whose test has said nothing count as zero, which names fewer.
 */
final class SlowWorkloads {
  /**
   * The level at which a roll-out is slowed. Workloads are pinned as soon as their e-value is 100,
   * so that e-values hardly grow beyond: a stricter level would need one in ten of the fleet to be
   * slower. False pins, one or two in a thousand, stay below it by far.
   */
  static final double DOUBT = .5;

  /** A workload more changes the picture little. */
  private static final int REMEMBERED = 5_000;

  private final Map<String, Double> evidence = new TreeMap<>();

  void found(String unit, double eValue) {
    if (evidence.size() < REMEMBERED || evidence.containsKey(unit)) {
      evidence.merge(unit, eValue, Math::max);
    }
  }

  void gone(String unit) {
    evidence.remove(unit);
  }

  /** Those that are slower, the surest first. */
  List<String> named(int tested, double level) {
    List<Map.Entry<String, Double>> all = new ArrayList<>(evidence.entrySet());
    all.sort(
        Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    int named = 0;
    for (int rank = 1; rank <= all.size(); rank++) {
      if (all.get(rank - 1).getValue() * rank * level >= Math.max(tested, all.size())) {
        named = rank;
      }
    }
    return all.stream().limit(named).map(Map.Entry::getKey).toList();
  }

  void write(StateWriter out) {
    out.number(evidence.size());
    evidence.forEach(
        (unit, eValue) -> {
          out.text(unit);
          out.real(eValue);
        });
  }

  void read(StateReader in) {
    in.list(each -> evidence.put(each.text(), each.real()));
  }
}
