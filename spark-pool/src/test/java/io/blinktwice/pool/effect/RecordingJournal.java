package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.FormerClusters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal that remembers, and says that it knows what it is told. */
public final class RecordingJournal implements LifecycleJournal {
  public final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
  public final List<String> forgotten = new CopyOnWriteArrayList<>();
  public final List<FormerClusters.Known> known = new ArrayList<>();

  @Override
  public List<FormerClusters.Known> known() {
    return List.copyOf(known);
  }

  @Override
  public void record(ClusterEvent event) {
    events.add(event);
  }

  @Override
  public void forget(String cluster) {
    forgotten.add(cluster);
  }

  @Override
  public void close() {}

  public <E extends ClusterEvent> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
