package io.blinktwice.rollout.decision;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.CommandRefused;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Event.VersionRegistered;
import io.blinktwice.rollout.decision.Event.VersionWithdrawn;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that decides about roll-outs: the catalogue, every roll-out, and the stable version.
 *
 * @param stable the version that was promoted last; null before the first
 * @param catalogue coordinates of the record that registered a version, by version
 * @param answered the newest decisions, by which a repeated command is recognised
 */
public record Fleet(
    @Nullable EngineVersion stable,
    SortedMap<EngineVersion, String> catalogue,
    SortedMap<EngineVersion, Rollout> rollouts,
    List<DecisionId> answered) {
  /** People give commands: a thousand of them are months. */
  static final int MAX_ANSWERED = 1_000;

  public static final Fleet EMPTY = new Fleet(null, new TreeMap<>(), new TreeMap<>(), List.of());

  public Fleet {
    catalogue = Collections.unmodifiableSortedMap(new TreeMap<>(catalogue));
    rollouts = Collections.unmodifiableSortedMap(new TreeMap<>(rollouts));
    answered = List.copyOf(answered);
  }

  /** The same for an event that is new and for one that is read back. */
  public Fleet apply(Event event) {
    return switch (event) {
      case VersionRegistered(EngineVersion version, String coordinates, ReleaseBudget _) -> {
        TreeMap<EngineVersion, String> larger = new TreeMap<>(catalogue);
        larger.put(version, coordinates);
        yield new Fleet(stable, larger, rollouts, answered);
      }
      case VersionWithdrawn(EngineVersion version) -> {
        TreeMap<EngineVersion, String> smaller = new TreeMap<>(catalogue);
        smaller.remove(version);
        yield new Fleet(stable, smaller, rollouts, answered);
      }
      case RolloutChanged change -> changed(change);
      case CommandRefused refused -> new Fleet(stable, catalogue, rollouts, with(refused.id()));
    };
  }

  private Fleet changed(RolloutChanged change) {
    TreeMap<EngineVersion, Rollout> changed = new TreeMap<>(rollouts);
    changed.put(change.version(), change.rollout());
    boolean promoted = change.rollout().state() == Rollout.State.STABLE;
    return new Fleet(promoted ? change.version() : stable, catalogue, changed, with(change.id()));
  }

  private List<DecisionId> with(DecisionId id) {
    List<DecisionId> longer = new ArrayList<>(answered);
    longer.add(id);
    return longer.size() <= MAX_ANSWERED
        ? longer
        : longer.subList(longer.size() - MAX_ANSWERED, longer.size());
  }
}
