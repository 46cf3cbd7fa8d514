package io.blinktwice.router.placement.decision;

import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which share of a cluster a newcomer gets, if newcomers choose the best: clusters grouped by cores
 * and batch jobs, the most open first. Only long-lived work is in it; what is short is a number of
 * newcomers.
 */
final class OpenShares {
  /** Behind a batch job of a first-come server there is next to nothing until it is done. */
  private static final double BEHIND = 0.1;

  private final Map<Group, Integer> groups = new TreeMap<>();

  /**
   * Clusters that offer the same.
   *
   * @param share what one more gets there
   * @param cores of each
   */
  record Group(double share, int cores) implements Comparable<Group> {
    static Group of(ClusterTraits traits, int heavies) {
      double fair = traits.cores() / (1.0 + heavies);
      boolean behind = traits.discipline() == Discipline.FIFO && heavies > 0;
      return new Group(behind ? BEHIND * fair : fair, traits.cores());
    }

    /** Those who share it, with one more. */
    double sharers() {
      return cores / share;
    }

    @Override
    public int compareTo(Group other) {
      int byShare = Double.compare(other.share, share);
      return byShare == 0 ? Integer.compare(other.cores, cores) : byShare;
    }
  }

  void add(Group group) {
    groups.merge(group, 1, Integer::sum);
  }

  void remove(Group group) {
    groups.computeIfPresent(group, (_, count) -> count == 1 ? null : count - 1);
  }

  /**
   * The share that each of so many newcomers gets.
   *
   * @param changed a cluster of this group offers {@code instead}
   */
  double with(double newcomers, Group changed, Group instead) {
    double cores = 0;
    double sharers = newcomers;
    double share = Double.POSITIVE_INFINITY;
    boolean counted = false;
    for (Map.Entry<Group, Integer> each : groups.entrySet()) {
      Group group = each.getKey();
      if (!counted && instead.compareTo(group) < 0) {
        counted = true;
        if (share > instead.share()) {
          cores += instead.cores();
          sharers += instead.sharers() - 1;
          share = cores / sharers;
        }
      }
      if (share <= group.share()) {
        return share;
      }
      int count = each.getValue() - (group.equals(changed) ? 1 : 0);
      if (count > 0) {
        cores += (double) count * group.cores();
        sharers += count * (group.sharers() - 1);
        share = cores / sharers;
      }
    }
    return counted || share <= instead.share()
        ? share
        : (cores + instead.cores()) / (sharers + instead.sharers() - 1);
  }
}
