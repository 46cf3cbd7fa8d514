package io.blinktwice.rollout.health.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Fact;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the workloads of one slice of the fleet fare. */
public final class WaveCounts {
  private static final int MOST_WORKSPACES = 5_000;
  private static final int MOST_CATEGORIES = 16;

  private long cleanRuns;
  private long failedRuns;
  private long workloads;
  private long suspects;
  private long repaired;
  private long outOfMemory;
  private long pins;
  private long performancePins;
  private long harmed;
  private long userVisible;
  private final SortedMap<String, Long> failures = new TreeMap<>();
  private final SortedSet<String> workspaces = new TreeSet<>();

  void clean(String workspace, boolean firstOfItsWorkload) {
    cleanRuns++;
    workloads += firstOfItsWorkload ? 1 : 0;
    if (workspaces.size() < MOST_WORKSPACES) {
      workspaces.add(workspace);
    }
  }

  void failed(Fact.Ending ending) {
    failedRuns++;
    suspects += ending.suspect() ? 1 : 0;
    outOfMemory += ending.outOfMemory() ? 1 : 0;
    userVisible += ending.suspect() && ending.userVisible() ? 1 : 0;
    if (failures.size() < MOST_CATEGORIES || failures.containsKey(ending.category())) {
      failures.merge(ending.category(), 1L, Long::sum);
    }
  }

  void repaired(boolean firstOfItsWorkload) {
    repaired++;
    harmed += firstOfItsWorkload ? 1 : 0;
  }

  void pinned(boolean forPerformance) {
    pins++;
    performancePins += forPerformance ? 1 : 0;
  }

  public long runs() {
    return cleanRuns + failedRuns;
  }

  public long cleanRuns() {
    return cleanRuns;
  }

  /** Distinct workloads that ran clean; of the control they are not told apart. */
  public long workloads() {
    return workloads;
  }

  /** Distinct tenants that ran clean, up to five thousand. */
  public int workspaces() {
    return workspaces.size();
  }

  public SortedMap<String, Long> failures() {
    return new TreeMap<>(failures);
  }

  public long suspects() {
    return suspects;
  }

  public long repaired() {
    return repaired;
  }

  public long outOfMemory() {
    return outOfMemory;
  }

  public long pins() {
    return pins;
  }

  public long performancePins() {
    return performancePins;
  }

  public long harmed() {
    return harmed;
  }

  public long userVisible() {
    return userVisible;
  }

  void write(StateWriter out) {
    for (long count :
        new long[] {
          cleanRuns,
          failedRuns,
          workloads,
          suspects,
          repaired,
          outOfMemory,
          pins,
          performancePins,
          harmed,
          userVisible
        }) {
      out.count(count);
    }
    out.number(failures.size());
    failures.forEach(
        (category, count) -> {
          out.text(category);
          out.count(count);
        });
    out.number(workspaces.size());
    workspaces.forEach(out::text);
  }

  static WaveCounts read(StateReader in) {
    WaveCounts read = new WaveCounts();
    read.cleanRuns = in.count();
    read.failedRuns = in.count();
    read.workloads = in.count();
    read.suspects = in.count();
    read.repaired = in.count();
    read.outOfMemory = in.count();
    read.pins = in.count();
    read.performancePins = in.count();
    read.harmed = in.count();
    read.userVisible = in.count();
    in.list(each -> read.failures.put(each.text(), each.count()));
    read.workspaces.addAll(in.list(StateReader::text));
    return read;
  }
}
