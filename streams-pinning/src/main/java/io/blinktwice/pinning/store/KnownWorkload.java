package io.blinktwice.pinning.store;

import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.WorkloadState;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the store {@code workloads-by-fingerprint} has it.
 *
 * @param state with the runs that are under way, or with all in an earlier format
 * @param rested where the others lie
 */
public record KnownWorkload(WorkloadState state, RestedRuns rested) {

  /** With the runs that are over, the oldest first, from where a slot's key leads. */
  public WorkloadState whole(Function<String, @Nullable RestedRun> slots) {
    if (rested.slots().isEmpty()) {
      return state;
    }
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>();
    rested
        .oldestFirst()
        .mapToObj(slot -> at(slot, slots))
        .filter(Objects::nonNull)
        .forEach(run -> runs.put(run.id(), run.state()));
    state
        .runs()
        .forEach(
            (id, run) -> {
              runs.remove(id); // It goes on, so that its slot has what it was like before.
              runs.put(id, run);
            });
    return state.with(runs);
  }

  /** With the run in it, if it is one of those that are known. */
  public WorkloadState with(RunId run, Function<String, @Nullable RestedRun> slots) {
    if (rested.slots().isEmpty() || state.runs().containsKey(run)) {
      return state;
    }
    int slot = rested.slotOf(RestedRuns.hash(run));
    RestedRun found = slot < 0 ? null : at(slot, slots);
    if (found == null || !found.id().equals(run)) {
      return state;
    }
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>();
    runs.put(run, found.state());
    runs.putAll(state.runs());
    return state.with(runs);
  }

  /** Who reads while a run moves may find another one in its slot, or none yet. */
  private @Nullable RestedRun at(int slot, Function<String, @Nullable RestedRun> slots) {
    RestedRun found = slots.apply(RestedRuns.key(state.workload().fingerprint().value(), slot));
    return found != null && rested.slots().get(slot).run() == RestedRuns.hash(found.id())
        ? found
        : null;
  }
}
