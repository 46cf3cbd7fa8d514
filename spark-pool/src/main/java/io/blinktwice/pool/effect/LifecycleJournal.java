package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.FormerClusters;
import java.util.List;

/** Where clusters' lives are written down for the gateway, the classifier and people. */
public interface LifecycleJournal extends AutoCloseable {
  /** The newest record of every cluster that is known, ours or not. */
  List<FormerClusters.Known> known();

  /** Writes in the order of the calls, without waiting. */
  void record(ClusterEvent event);

  /** Drops a cluster that has been gone for long. */
  void forget(String cluster);

  /** Waits until what was recorded is written. */
  @Override
  void close();
}
