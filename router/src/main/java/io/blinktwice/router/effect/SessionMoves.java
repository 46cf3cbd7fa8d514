package io.blinktwice.router.effect;

import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.ClusterChoice;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.decision.WantedSize;
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
  Optional<Cluster> targetFor(VersionChoice choice, Cluster now, boolean sameIsFine)
      throws InterruptedException {
    if (sameIsFine && now.version().equals(choice.version()) && isThere(now)) {
      return Optional.of(now);
    }
    return clusters.await(readyWait, () -> other(choice, now));
  }

  /**
   * Where memory may suffice that ran out here: a cluster of the size that the verdict asked for or
   * a larger one, waited for; alone also here. Once more on too small a one would be in vain.
   */
  Optional<Cluster> roomFor(VersionChoice choice, Cluster now) throws InterruptedException {
    WantedSize wanted = choice.size();
    if (wanted == null) {
      return targetFor(choice, now, false);
    }
    return clusters
        .await(readyWait, () -> other(choice, now).filter(each -> fits(wanted, each)))
        .or(() -> Optional.of(now).filter(each -> wanted.alone() && fits(wanted, each)))
        .filter(this::isThere);
  }

  private static boolean fits(WantedSize wanted, Cluster cluster) {
    return wanted.fits(cluster.size(), cluster.memoryBytes());
  }

  /** A cluster of this version other than that one, if there is one now: of the size if it can. */
  Optional<Cluster> other(VersionChoice choice, Cluster than) {
    List<Cluster> others =
        clusters.all().stream()
            .filter(cluster -> !cluster.incarnation().equals(than.incarnation()))
            .toList();
    List<String> preferred = desk.preferred(choice.version(), than.id(), choice.size());
    return ClusterChoice.choose(others, choice.version(), preferred);
  }

  /** Returns when it is told that this server is gone, or after so long. */
  void awaitEnd(Cluster lost, Duration atMost) throws InterruptedException {
    var _ = clusters.await(atMost, () -> Optional.of(lost).filter(each -> !isThere(each)));
  }

  boolean isThere(Cluster placed) {
    return clusters
        .get(placed.id())
        .filter(Cluster::serves)
        .filter(cluster -> cluster.incarnation().equals(placed.incarnation()))
        .isPresent();
  }
}
