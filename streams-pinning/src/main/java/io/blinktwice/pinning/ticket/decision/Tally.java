package io.blinktwice.pinning.ticket.decision;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many are hit, and since when.
 *
 * @param members workloads that it has pinned and that are still its own
 * @param pinned those whose pin holds
 * @param workspaces tenants among the members
 * @param byWorkspace members by tenant, of the first tenants only
 * @param harmedRuns runs that failed by it
 */
public record Tally(
    int members,
    int pinned,
    int workspaces,
    SortedMap<String, Integer> byWorkspace,
    long harmedRuns,
    Instant firstSeen,
    Instant lastSeen) {
  /** More would make each record of a wide-spread ticket large. */
  static final int WORKSPACES_NAMED = 64;

  public Tally {
    byWorkspace = Collections.unmodifiableSortedMap(new TreeMap<>(byWorkspace));
  }

  static Tally none(Instant at) {
    return new Tally(0, 0, 0, new TreeMap<>(), 0, at, at);
  }

  Tally withMembers(int change, String workspace, int nowOfWorkspace) {
    TreeMap<String, Integer> named = new TreeMap<>(byWorkspace);
    if (nowOfWorkspace == 0) {
      named.remove(workspace);
    } else if (named.containsKey(workspace) || named.size() < WORKSPACES_NAMED) {
      named.put(workspace, nowOfWorkspace);
    }
    int before = nowOfWorkspace - change;
    int tenants = workspaces + (nowOfWorkspace > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    return new Tally(members + change, pinned, tenants, named, harmedRuns, firstSeen, lastSeen);
  }

  Tally withPinned(int change) {
    return new Tally(
        members, pinned + change, workspaces, byWorkspace, harmedRuns, firstSeen, lastSeen);
  }

  Tally harmed(Instant at) {
    return new Tally(
        members,
        pinned,
        workspaces,
        byWorkspace,
        harmedRuns + 1,
        at.isBefore(firstSeen) ? at : firstSeen,
        at.isAfter(lastSeen) ? at : lastSeen);
  }
}
