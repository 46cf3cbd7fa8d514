package io.blinktwice.router.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.Cluster.Phase;
import io.blinktwice.runtime.kafka.TopicView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clusters as the topic {@code cluster-lifecycle} last told of them. */
public final class ClusterTable implements TopicView.Listener<ClusterLifecycle> {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterTable.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Cluster> clusters = new HashMap<>();
  private final Watcher watcher;
  private long changes;

  /** Is told of a cluster with the record that says so; none says that it is gone. */
  public interface Watcher {
    void changes(Cluster cluster, @Nullable ClusterLifecycle record);
  }

  /**
   * @param watcher told of every cluster that changes, before anybody who waits for it
   */
  public ClusterTable(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public void on(TopicView.Record<ClusterLifecycle> seen) {
    try {
      Cluster cluster = cluster(seen.key(), seen.value());
      if (cluster != null) {
        put(cluster, seen.value());
      }
    } catch (InvalidIdentifier e) {
      LOG.atWarn()
          .addKeyValue("cluster", seen.key())
          .addKeyValue("offset", seen.offset())
          .setCause(e)
          .log("A cluster with an unreadable version is left out");
    }
  }

  /** A record that says nothing leaves a cluster that is gone; one never heard of stays so. */
  private @Nullable Cluster cluster(String id, @Nullable ClusterLifecycle record) {
    if (record == null) {
      return get(id)
          .map(
              c ->
                  new Cluster(
                      id,
                      c.version(),
                      Phase.GONE,
                      null,
                      c.incarnation(),
                      c.size(),
                      c.memoryBytes()))
          .orElse(null);
    }
    String address = record.getAddress();
    return new Cluster(
        id,
        new EngineVersion(record.getVersion()),
        phase(record.getState()),
        address,
        address + "#" + record.getPid(),
        record.getSize(),
        record.getMemoryBytes() == null ? 0 : record.getMemoryBytes());
  }

  private static Phase phase(ClusterState state) {
    return switch (state) {
      case REQUESTED, STARTING, UNKNOWN -> Phase.COMING;
      case READY -> Phase.READY;
      case DRAINING -> Phase.DRAINING;
      case GONE -> Phase.GONE;
    };
  }

  private void put(Cluster cluster, @Nullable ClusterLifecycle record) {
    watcher.changes(cluster, record);
    lock.lock();
    try {
      if (cluster.phase() == Phase.GONE) {
        clusters.remove(cluster.id());
      } else {
        clusters.put(cluster.id(), cluster);
      }
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    LOG.atInfo()
        .addKeyValue("cluster", cluster.id())
        .addKeyValue("version", cluster.version())
        .addKeyValue("phase", cluster.phase())
        .log("A cluster changed");
  }

  public Optional<Cluster> get(String id) {
    lock.lock();
    try {
      return Optional.ofNullable(clusters.get(id));
    } finally {
      lock.unlock();
    }
  }

  public List<Cluster> all() {
    lock.lock();
    try {
      return List.copyOf(clusters.values());
    } finally {
      lock.unlock();
    }
  }

  /** Tries now and after every change, for at most so long. */
  public <T> Optional<T> await(Duration atMost, Supplier<Optional<T>> attempt)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long seen = changes();
    Optional<T> found = attempt.get();
    while (found.isEmpty() && awaitChange(seen, deadline)) {
      seen = changes();
      found = attempt.get();
    }
    return found;
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitChange(long seen, long deadline) throws InterruptedException {
    lock.lock();
    try {
      while (changes == seen) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || (!changed.await(left, TimeUnit.NANOSECONDS) && changes == seen)) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
