package io.blinktwice.router.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.ClusterChoice;
import io.blinktwice.router.placement.effect.PlacementDesk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where sessions can move, and how. */
record SessionMoves(
    ClusterTable clusters,
    ClusterChannels channels,
    SessionMover mover,
    Duration readyWait,
    PlacementDesk desk) {

  /**
   * A cluster of this version, waited for.
   *
   * @param sameIsFine whether it may be the one where the session is
   */
  Optional<Cluster> targetFor(EngineVersion version, Cluster now, boolean sameIsFine)
      throws InterruptedException {
    if (sameIsFine && now.version().equals(version) && isThere(now)) {
      return Optional.of(now);
    }
    return clusters.await(readyWait, () -> other(version, now));
  }

  /** A cluster of this version other than that one, if there is one now. */
  Optional<Cluster> other(EngineVersion version, Cluster than) {
    List<Cluster> others =
        clusters.all().stream()
            .filter(cluster -> !cluster.incarnation().equals(than.incarnation()))
            .toList();
    List<String> preferred = desk.preferred(version, than.id());
    return ClusterChoice.choose(others, version, preferred);
  }

  boolean isThere(Cluster placed) {
    return clusters
        .get(placed.id())
        .filter(Cluster::serves)
        .filter(cluster -> cluster.incarnation().equals(placed.incarnation()))
        .isPresent();
  }
}
