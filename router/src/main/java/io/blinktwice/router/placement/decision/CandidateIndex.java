package io.blinktwice.router.placement.decision;

import java.util.Arrays;

/**
 * Clusters by how contended they are, so that a decision among a thousand looks closely at few: the
 * least contended ones, and some drawn by the work's hash. Membership changes in constant time.
 */
final class CandidateIndex {
  /** Contention 0, up to ¼, ½, 1, 2, 4, … cores asked for per core. */
  private static final int LEVELS = 12;

  private final int[][] buckets = new int[LEVELS][8];
  private final int[] sizes = new int[LEVELS];
  private int[] level = new int[8];
  private int[] position = new int[8];

  void put(int cluster, double contention) {
    if (cluster >= level.length) {
      int size = Math.max(2 * level.length, cluster + 1);
      level = grown(level, size);
      position = grown(position, size);
    }
    int wanted = levelOf(contention);
    if (level[cluster] == wanted + 1) {
      return;
    }
    remove(cluster);
    if (sizes[wanted] == buckets[wanted].length) {
      buckets[wanted] = Arrays.copyOf(buckets[wanted], 2 * sizes[wanted]);
    }
    buckets[wanted][sizes[wanted]] = cluster;
    position[cluster] = sizes[wanted]++;
    level[cluster] = wanted + 1;
  }

  private static int[] grown(int[] array, int size) {
    return Arrays.copyOf(array, size);
  }

  void remove(int cluster) {
    if (cluster >= level.length || level[cluster] == 0) {
      return;
    }
    int from = level[cluster] - 1;
    int last = buckets[from][--sizes[from]];
    buckets[from][position[cluster]] = last;
    position[last] = position[cluster];
    level[cluster] = 0;
  }

  /** Fills in up to so many clusters, the least contended first; says how many. */
  int least(int[] into, int wanted, int hash) {
    int found = 0;
    for (int each = 0; each < LEVELS && found < wanted; each++) {
      int size = sizes[each];
      int take = Math.min(size, wanted - found);
      int start = size == 0 ? 0 : Math.floorMod(hash, size);
      for (int i = 0; i < take; i++) {
        into[found++] = buckets[each][(start + i) % size];
      }
    }
    return found;
  }

  private static int levelOf(double contention) {
    if (!(contention > 0)) {
      return 0;
    }
    int exponent = (int) Math.floor(2 * Math.log(contention) / Math.log(2));
    return Math.clamp(exponent + 5, 1, LEVELS - 1);
  }
}
