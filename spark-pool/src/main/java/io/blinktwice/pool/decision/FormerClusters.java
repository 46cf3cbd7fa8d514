package io.blinktwice.pool.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a supervisor that starts has to put straight: clusters of its pool that a former life left.
 *
 * @param ended are gone, though nobody said so yet
 * @param forgotten have been gone for so long that no late reader asks for them
 */
public record FormerClusters(List<ClusterEvent.Gone> ended, List<String> forgotten) {
  /** Longer than any run that could still be classified by how its cluster ended. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  /** The newest record of a cluster. */
  public record Known(Cluster cluster, boolean gone, Instant at) {}

  public static FormerClusters among(List<Known> known, String pool, Instant now) {
    List<Known> ours =
        known.stream().filter(cluster -> cluster.cluster().id().startsWith(pool + "/")).toList();
    return new FormerClusters(
        ours.stream()
            .filter(cluster -> !cluster.gone())
            .map(cluster -> ClusterEvent.Gone.unseen(cluster.cluster()))
            .toList(),
        ours.stream()
            .filter(cluster -> cluster.gone() && cluster.at().plus(REMEMBERED).isBefore(now))
            .map(cluster -> cluster.cluster().id())
            .toList());
  }
}
