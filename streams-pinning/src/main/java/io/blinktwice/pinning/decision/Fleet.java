package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue and the roll-outs as they stood after a number of records of each.
 *
 * @param registered versions that the catalogue knows
 * @param rollouts the roll-out of each version that had one
 * @param stable the version that was promoted last
 */
public record Fleet(
    Set<EngineVersion> registered,
    SortedMap<EngineVersion, Rollout> rollouts,
    @Nullable EngineVersion stable,
    Epoch epoch) {

  /** Names a state of the fleet by the positions that were read on its two topics. */
  public record Epoch(long releases, long rolloutDecisions) {
    public static final Epoch START = new Epoch(0, 0);

    @Override
    public String toString() {
      return "releases@" + releases + ",rollout-decisions@" + rolloutDecisions;
    }
  }

  /** Where a release's roll-out stands. */
  public enum Phase {
    ROLLING_OUT,
    PAUSED,
    STABLE,
    ABORTED
  }

  /**
   * One roll-out.
   *
   * @param stableBefore the fleet's stable version when it started
   */
  public record Rollout(Phase phase, double share, @Nullable EngineVersion stableBefore) {}

  public static final Fleet EMPTY = new Fleet(Set.of(), new TreeMap<>(), null, Epoch.START);

  public Fleet {
    registered = Set.copyOf(registered);
    rollouts = Collections.unmodifiableSortedMap(new TreeMap<>(rollouts));
  }

  public Fleet withRelease(EngineVersion version, long position) {
    TreeSet<EngineVersion> more = new TreeSet<>(registered);
    more.add(version);
    return new Fleet(more, rollouts, stable, new Epoch(position, epoch.rolloutDecisions()));
  }

  public Fleet withoutRelease(EngineVersion version, long position) {
    TreeSet<EngineVersion> fewer = new TreeSet<>(registered);
    fewer.remove(version);
    return new Fleet(fewer, rollouts, stable, new Epoch(position, epoch.rolloutDecisions()));
  }

  public Fleet withRollout(EngineVersion version, Rollout rollout, long position) {
    TreeMap<EngineVersion, Rollout> changed = new TreeMap<>(rollouts);
    changed.put(version, rollout);
    EngineVersion nowStable = rollout.phase() == Phase.STABLE ? version : stable;
    return new Fleet(registered, changed, nowStable, new Epoch(epoch.releases(), position));
  }

  public boolean knows(EngineVersion version) {
    return registered.contains(version);
  }

  /** Releases on their way into the fleet, newest first: the newest admissible one wins. */
  List<EngineVersion> underWayNewestFirst() {
    List<EngineVersion> underWay = new ArrayList<>();
    rollouts.forEach(
        (version, rollout) -> {
          if (knows(version)
              && (rollout.phase() == Phase.ROLLING_OUT || rollout.phase() == Phase.PAUSED)) {
            underWay.add(version);
          }
        });
    return underWay.reversed();
  }

  boolean anyRollingOut() {
    return rollouts.values().stream().anyMatch(rollout -> rollout.phase() == Phase.ROLLING_OUT);
  }

  boolean hasBeenPromoted(EngineVersion version) {
    Rollout rollout = rollouts.get(version);
    return rollout != null && rollout.phase() == Phase.STABLE && knows(version);
  }

  /**
   * The version that was stable when the current roll-out started; where none is under way, when
   * that of the stable version did.
   */
  @Nullable EngineVersion stableBeforeCurrentRollout() {
    List<EngineVersion> underWay = underWayNewestFirst();
    EngineVersion current = underWay.isEmpty() ? stable : underWay.getFirst();
    Rollout rollout = current == null ? null : rollouts.get(current);
    EngineVersion before = rollout == null ? null : rollout.stableBefore();
    return before != null && knows(before) ? before : stable;
  }
}
