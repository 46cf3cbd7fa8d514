package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.History;
import io.blinktwice.rollout.evidence.decision.News;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How large the fleet is and what its workloads' histories are like: what a roll-out begins under.
 *
 * <p>The histories are those of the two thousand workloads with the smallest fingerprints: a
 * fingerprint is a hash, so they are a sample that does not depend on who came when.
 */
final class KnownFleet {
  static final String CORE = "fleet";
  static final String SAMPLE = "sample/";

  private static final int SAMPLED = 2_000;

  /** Fewer histories than this say too little. */
  private static final int ENOUGH = 50;

  /** Where nobody was seen yet, a first wave is to be small all the same. */
  private static final int UNSEEN = 1_000;

  private final Touched touched;
  private final TreeMap<String, History> sample = new TreeMap<>();
  private int workloads;

  KnownFleet(Touched touched) {
    this.touched = touched;
  }

  void hear(News.Counted counted) {
    if (counted.isFirst()) {
      workloads++;
      touched.add(CORE);
    }
    String unit = counted.unit();
    if (sample.size() < SAMPLED
        || sample.containsKey(unit)
        || unit.compareTo(sample.lastKey()) < 0) {
      sample.put(unit, counted.history());
      touched.add(SAMPLE + unit);
    }
    if (sample.size() > SAMPLED) {
      touched.add(SAMPLE + sample.pollLastEntry().getKey());
    }
  }

  void hear(News.Forgotten forgotten) {
    workloads = Math.max(0, workloads - 1);
    touched.add(CORE);
    if (sample.remove(forgotten.unit()) != null) {
      touched.add(SAMPLE + forgotten.unit());
    }
  }

  int workloads() {
    return workloads == 0 ? UNSEEN : workloads;
  }

  FlakePrior prior() {
    return sample.size() < ENOUGH
        ? FlakePrior.unlearned()
        : FlakePrior.learned(List.copyOf(sample.values()));
  }

  byte @Nullable [] part(String name) {
    StateWriter out = new StateWriter(JudgeFormat.NEWEST);
    if (name.equals(CORE)) {
      out.number(workloads);
      return out.bytes();
    }
    History history = sample.get(name.substring(SAMPLE.length()));
    if (history == null) {
      return null;
    }
    history.write(out);
    return out.bytes();
  }

  void read(Map<String, byte[]> parts) {
    parts.forEach(
        (name, bytes) -> {
          StateReader in = new StateReader(bytes, JudgeFormat.WITHOUT_LOTS, JudgeFormat.NEWEST);
          if (name.equals(CORE)) {
            workloads = in.number();
          } else if (name.startsWith(SAMPLE)) {
            sample.put(name.substring(SAMPLE.length()), History.read(in));
          }
        });
  }
}
