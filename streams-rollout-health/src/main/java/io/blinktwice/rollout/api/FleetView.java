package io.blinktwice.rollout.api;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.health.decision.GrowthBook;
import io.blinktwice.rollout.health.decision.GrowthBook.Growth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as the committed topics tell it, for answers over HTTP.
 *
 * <p>Guarded by one lock: two views of topics write here, each on its thread, and requests wait
 * here for what they brought about.
 */
public final class FleetView {
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeMap<EngineVersion, ReleaseEntry> releases = new TreeMap<>();
  private final TreeMap<EngineVersion, RolloutChanged> rollouts = new TreeMap<>();
  private final Map<DecisionId, RolloutChanged> recent = new Recent();
  private final TreeMap<EngineVersion, HealthAnswer> healths = new TreeMap<>();
  private final TreeMap<EngineVersion, RolloutLog> logs = new TreeMap<>();
  private final GrowthBook growth = new GrowthBook();
  private Fleet fleet = Fleet.EMPTY;

  /** As many decisions as requests can wait for at a time. */
  private static final class Recent extends LinkedHashMap<DecisionId, RolloutChanged> {
    private static final long serialVersionUID = 1L;
    private static final int MAX = 1_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<DecisionId, RolloutChanged> eldest) {
      return size() > MAX;
    }
  }

  /** A release was registered, or registered anew. */
  public void registered(ReleaseEntry release, String coordinates) {
    update(
        () -> {
          releases.put(release.version(), release);
          fleet =
              fleet.apply(
                  new Event.VersionRegistered(release.version(), coordinates, release.budget()));
        });
  }

  public void withdrawn(EngineVersion version) {
    update(
        () -> {
          releases.remove(version);
          fleet = fleet.apply(new Event.VersionWithdrawn(version));
        });
  }

  public void decided(RolloutChanged change) {
    update(
        () -> {
          rollouts.put(change.version(), change);
          log(change.version()).decided(change);
          recent.put(change.id(), change);
          fleet = fleet.apply(change);
        });
  }

  /** How a version fares from now on. */
  public void told(EngineVersion version, HealthAnswer health) {
    update(
        () -> {
          healths.put(version, health);
          log(version).told(health);
        });
  }

  /** How the memory that a workload needs differs between two versions from now on. */
  public void grew(String fingerprint, @Nullable EngineVersion version, @Nullable Growth since) {
    update(() -> growth.hear(fingerprint, version, since));
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private RolloutLog log(EngineVersion version) {
    return logs.computeIfAbsent(version, unknown -> new RolloutLog());
  }

  /** What was decided of a release, and how its evidence grew; empty before either. */
  Optional<RolloutLogAnswer> logOf(EngineVersion version) {
    return reading(() -> Optional.ofNullable(logs.get(version)).map(log -> log.answer(version)));
  }

  Fleet fleet() {
    return reading(() -> fleet);
  }

  List<ReleaseEntry> releases() {
    return reading(() -> List.copyOf(releases.values()));
  }

  Optional<ReleaseEntry> release(EngineVersion version) {
    return reading(() -> Optional.ofNullable(releases.get(version)));
  }

  /** The last decision on each release. */
  public List<RolloutChanged> rollouts() {
    return reading(() -> List.copyOf(rollouts.values()));
  }

  Optional<RolloutChanged> rollout(EngineVersion version) {
    return reading(() -> Optional.ofNullable(rollouts.get(version)));
  }

  /** Of all versions of which anything was counted. */
  public List<HealthAnswer> healths() {
    return reading(() -> List.copyOf(healths.values()));
  }

  Optional<HealthAnswer> health(EngineVersion version) {
    return reading(
        () -> {
          HealthAnswer told = healths.get(version);
          return Optional.ofNullable(told)
              .map(health -> growth.of(version).map(health::with).orElse(health));
        });
  }

  /** The newest decision on a release as soon as it is another than the known one. */
  Optional<RolloutChanged> awaitNewer(
      EngineVersion version, @Nullable String known, Duration atMost) {
    return await(
        () -> {
          RolloutChanged last = rollouts.get(version);
          return last != null && !last.id().value().equals(known) ? last : null;
        },
        atMost);
  }

  /** The decision under that id; empty when it is not there in time. */
  Optional<RolloutChanged> awaitDecision(DecisionId id, Duration atMost) {
    return await(() -> recent.get(id), atMost);
  }

  /** Whether the catalogue shows the release like this in time. */
  boolean awaitRelease(ReleaseEntry release, Duration atMost) {
    return await(() -> release.equals(releases.get(release.version())) ? release : null, atMost)
        .isPresent();
  }

  private <T> T reading(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  private <T> Optional<T> await(Supplier<@Nullable T> wanted, Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      T found = wanted.get();
      while (found == null && left > 0) {
        left = changed.awaitNanos(left);
        found = wanted.get();
      }
      return Optional.ofNullable(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
