package io.blinktwice.app.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the verdicts tell of the fleet, within a bound: each workload as it ran last, and what ran
 * over time in each workspace.
 */
final class FleetPicture {
  private final int mostWorkloads;
  private final int mostWorkspaces;
  private final Map<String, Seen> byFingerprint = new LinkedHashMap<>();
  private final NavigableMap<Place, Seen> byName = new TreeMap<>();
  private final Map<String, Workspace> workspaces = new TreeMap<>();
  private long forgotten;

  FleetPicture(int mostWorkloads, int mostWorkspaces) {
    this.mostWorkloads = mostWorkloads;
    this.mostWorkspaces = mostWorkspaces;
  }

  /** An attempt that ended, and what was decided of it. */
  record Ended(
      String workspace,
      String workload,
      String fingerprint,
      int attempt,
      String version,
      boolean succeeded,
      boolean retried,
      Instant at) {}

  /**
   * A workload as it ran last.
   *
   * @param runs attempts that ended since it was first seen here
   */
  record Seen(
      String workspace,
      String workload,
      String fingerprint,
      String version,
      boolean succeeded,
      int attempt,
      long runs,
      Instant at) {}

  private record Place(String workspace, String workload, String fingerprint)
      implements Comparable<Place> {
    static Place of(Seen seen) {
      return new Place(seen.workspace(), seen.workload(), seen.fingerprint());
    }

    @Override
    public int compareTo(Place other) {
      int order = workspace.compareTo(other.workspace);
      order = order == 0 ? workload.compareTo(other.workload) : order;
      return order == 0 ? fingerprint.compareTo(other.fingerprint) : order;
    }
  }

  private static final class Workspace {
    private final Map<String, Long> workloads = new HashMap<>();
    private final VersionsOverTime overTime = new VersionsOverTime();
    private long ended;
    private long rescued;
    private long failedForGood;
  }

  /**
   * A workspace now.
   *
   * @param rescued attempts after the first that succeeded
   * @param failedForGood attempts that failed and were not tried again
   */
  record Summary(
      Map<String, Long> workloads,
      long ended,
      long rescued,
      long failedForGood,
      long spanSeconds,
      List<VersionsOverTime.Span> spans) {}

  synchronized void ended(Ended end) {
    Seen before = byFingerprint.remove(end.fingerprint());
    Workspace workspace = workspaces.get(end.workspace());
    if (workspace == null) {
      if (workspaces.size() >= mostWorkspaces) {
        return;
      }
      workspace = new Workspace();
      workspaces.put(end.workspace(), workspace);
    }
    if (before != null) {
      leave(workspace, before);
    }
    Seen now =
        new Seen(
            end.workspace().intern(),
            end.workload(),
            end.fingerprint(),
            end.version().intern(),
            end.succeeded(),
            end.attempt(),
            before == null ? 1 : before.runs() + 1,
            end.at());
    byFingerprint.put(end.fingerprint(), now); // At the end: it ran last.
    byName.put(Place.of(now), now);
    workspace.workloads.merge(now.version(), 1L, Long::sum);
    count(workspace, end);
    if (byFingerprint.size() > mostWorkloads) {
      forgetTheOldest();
    }
  }

  private static void count(Workspace workspace, Ended end) {
    workspace.ended++;
    if (end.succeeded() && end.attempt() > 1) {
      workspace.rescued++;
    }
    if (!end.succeeded() && !end.retried()) {
      workspace.failedForGood++;
    }
    workspace.overTime.ended(end.at(), end.version(), end.succeeded(), workspace.workloads);
  }

  private void leave(Workspace workspace, Seen seen) {
    byName.remove(Place.of(seen));
    workspace.workloads.computeIfPresent(
        seen.version(), (version, count) -> count == 1 ? null : count - 1);
  }

  private void forgetTheOldest() {
    Seen oldest = byFingerprint.remove(byFingerprint.keySet().iterator().next());
    Workspace workspace = oldest == null ? null : workspaces.get(oldest.workspace());
    if (oldest != null && workspace != null) {
      leave(workspace, oldest);
      forgotten++;
    }
  }

  /** Empty for a workspace of which nothing ended. */
  synchronized Optional<Summary> summary(String name) {
    return Optional.ofNullable(workspaces.get(name))
        .map(
            found ->
                new Summary(
                    new TreeMap<>(found.workloads),
                    found.ended,
                    found.rescued,
                    found.failedForGood,
                    found.overTime.length().toSeconds(),
                    found.overTime.spans()));
  }

  /** Workloads of every workspace. */
  synchronized Map<String, Long> workspaces() {
    Map<String, Long> counts = new TreeMap<>();
    workspaces.forEach(
        (name, workspace) ->
            counts.put(name, workspace.workloads.values().stream().mapToLong(n -> n).sum()));
    return counts;
  }

  /** How many workloads there was no room for any more. */
  synchronized long forgotten() {
    return forgotten;
  }

  /**
   * By name.
   *
   * @param containing what the name contains, whatever its case
   * @param version that it ran on last
   * @param after the fingerprint of the last one that is known already
   */
  synchronized List<Seen> workloads(
      String workspace,
      @Nullable String containing,
      @Nullable String version,
      @Nullable String after,
      int limit) {
    Seen known = after == null ? null : byFingerprint.get(after);
    NavigableMap<Place, Seen> rest =
        known == null
            ? byName.tailMap(new Place(workspace, "", ""), true)
            : byName.tailMap(Place.of(known), false);
    String wanted = containing == null ? "" : containing.toLowerCase(Locale.ROOT);
    List<Seen> found = new ArrayList<>();
    for (Seen seen : rest.values()) {
      if (!seen.workspace().equals(workspace) || found.size() == limit) {
        break;
      }
      boolean named = seen.workload().toLowerCase(Locale.ROOT).contains(wanted);
      if (named && (version == null || version.equals(seen.version()))) {
        found.add(seen);
      }
    }
    return found;
  }
}
