package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue and the roll-outs as they stood after a number of records of each.
 *
 * @param registered the versions that the catalogue knows
 * @param environments the client environments that are known, by their version
 * @param rollouts the roll-out of each version that had one
 * @param stable the version that was promoted last
 */
public record Fleet(
    Map<EngineVersion, Release> registered,
    Map<String, EngineRange> environments,
    SortedMap<EngineVersion, Rollout> rollouts,
    @Nullable EngineVersion stable,
    Epoch epoch) {

  /** Names a state of the fleet by the positions that were read on its two topics. */
  public record Epoch(long releases, long rolloutDecisions) {
    public static final Epoch START = new Epoch(0, 0);

    Epoch afterRelease(long position) {
      return new Epoch(position, rolloutDecisions);
    }

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
   * @param confined parts of the fleet that the release harms and that are kept off it, such as
   *     {@code workspace:etl}
   * @param decidedAt when this was decided; as part of a fleet, when it got under way
   */
  public record Rollout(
      Phase phase,
      double share,
      @Nullable EngineVersion stableBefore,
      Set<String> confined,
      Instant decidedAt) {
    public Rollout {
      confined = Set.copyOf(confined);
    }

    /** One of which it is not known since when: it is taken for a new one. */
    public Rollout(Phase phase, double share, @Nullable EngineVersion stableBefore) {
      this(phase, share, stableBefore, Set.of(), Instant.MAX);
    }

    private boolean isUnderWay() {
      return phase == Phase.ROLLING_OUT || phase == Phase.PAUSED;
    }

    private Rollout after(@Nullable Rollout before) {
      if (before == null || !before.isUnderWay() || !isUnderWay()) {
        return this;
      }
      return new Rollout(phase, share, stableBefore, confined, before.decidedAt);
    }

    boolean keepsOff(WorkspaceId workspace) {
      return confined.contains("workspace:" + workspace.value());
    }
  }

  public static final Fleet EMPTY =
      new Fleet(Map.of(), Map.of(), new TreeMap<>(), null, Epoch.START);

  public Fleet {
    registered = Map.copyOf(registered);
    environments = Map.copyOf(environments);
    rollouts = Collections.unmodifiableSortedMap(new TreeMap<>(rollouts));
  }

  public Fleet withRelease(EngineVersion version, Release release, long position) {
    TreeMap<EngineVersion, Release> more = new TreeMap<>(registered);
    more.put(version, release);
    return new Fleet(more, environments, rollouts, stable, epoch.afterRelease(position));
  }

  public Fleet withoutRelease(EngineVersion version, long position) {
    TreeMap<EngineVersion, Release> fewer = new TreeMap<>(registered);
    fewer.remove(version);
    return new Fleet(fewer, environments, rollouts, stable, epoch.afterRelease(position));
  }

  public Fleet withEnvironment(String environment, EngineRange range) {
    TreeMap<String, EngineRange> more = new TreeMap<>(environments);
    more.put(environment, range);
    return new Fleet(registered, more, rollouts, stable, epoch);
  }

  public Fleet withoutEnvironment(String environment) {
    TreeMap<String, EngineRange> fewer = new TreeMap<>(environments);
    fewer.remove(environment);
    return new Fleet(registered, fewer, rollouts, stable, epoch);
  }

  public Fleet withRollout(EngineVersion version, Rollout rollout, long position) {
    TreeMap<EngineVersion, Rollout> changed = new TreeMap<>(rollouts);
    changed.put(version, rollout.after(rollouts.get(version)));
    EngineVersion nowStable = rollout.phase() == Phase.STABLE ? version : stable;
    return new Fleet(
        registered, environments, changed, nowStable, new Epoch(epoch.releases(), position));
  }

  public boolean knows(EngineVersion version) {
    return registered.containsKey(version);
  }

  /** In the catalogue and not retired: only there does anybody go who is not there already. */
  public boolean admits(EngineVersion version) {
    return knows(version) && !release(version).retired();
  }

  Release release(EngineVersion version) {
    return registered.getOrDefault(version, Release.PLAIN);
  }

  /** The version and those before it, newest first, as their releases name each other. */
  List<EngineVersion> lineOf(EngineVersion version) {
    LinkedHashSet<EngineVersion> line = new LinkedHashSet<>();
    EngineVersion next = version;
    while (next != null && line.add(next)) {
      next = release(next).predecessor();
    }
    return List.copyOf(line);
  }

  /** Versions that were promoted and are still offered, newest first. */
  List<EngineVersion> promotedNewestFirst() {
    return rollouts.keySet().stream().filter(this::offers).toList().reversed();
  }

  /** Releases on their way into the fleet, newest first: the newest admissible one wins. */
  List<EngineVersion> underWayNewestFirst() {
    List<EngineVersion> underWay = new ArrayList<>();
    rollouts.forEach(
        (version, rollout) -> {
          if (admits(version) && rollout.isUnderWay()) {
            underWay.add(version);
          }
        });
    return underWay.reversed();
  }

  boolean anyRollingOut() {
    return rollouts.values().stream().anyMatch(rollout -> rollout.phase() == Phase.ROLLING_OUT);
  }

  /** Whether one that rolls out has been under way for so long. */
  boolean anyRollingOutFor(Duration time, Instant now) {
    return rollouts.values().stream()
        .anyMatch(
            rollout ->
                rollout.phase() == Phase.ROLLING_OUT
                    && !rollout.decidedAt().isAfter(now.minus(time)));
  }

  /** Whether one that rolls out has at least this share of the fleet. */
  boolean anyRollingOutTo(double share) {
    return rollouts.values().stream()
        .anyMatch(rollout -> rollout.phase() == Phase.ROLLING_OUT && rollout.share() >= share);
  }

  /** It was promoted and is not retired. */
  boolean offers(EngineVersion version) {
    Rollout rollout = rollouts.get(version);
    return rollout != null && rollout.phase() == Phase.STABLE && admits(version);
  }

  /**
   * The version that was stable when the current roll-out started; where none is under way, when
   * that of the stable version did. Where that has been retired since, the newest before the
   * current one that is still offered.
   */
  @Nullable EngineVersion stableBeforeCurrentRollout() {
    List<EngineVersion> underWay = underWayNewestFirst();
    EngineVersion current = underWay.isEmpty() ? stable : underWay.getFirst();
    Rollout rollout = current == null ? null : rollouts.get(current);
    EngineVersion before = rollout == null ? null : rollout.stableBefore();
    if (before != null && admits(before)) {
      return before;
    }
    EngineVersion otherwise = stable != null && admits(stable) ? stable : null;
    if (before == null || current == null) {
      return otherwise;
    }
    return promotedNewestFirst().stream()
        .filter(version -> version.compareTo(current) < 0)
        .findFirst()
        .orElse(otherwise);
  }
}
