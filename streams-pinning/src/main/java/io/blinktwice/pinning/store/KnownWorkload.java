package io.blinktwice.pinning.store;

import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.WorkloadState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workload as the store {@code workloads-by-fingerprint} has it.
 *
 * @param state with the runs that are under way, or with all in an earlier format
 * @param rested the latest others
 * @param layout where those lie
 */
public record KnownWorkload(WorkloadState state, RestedRuns rested, Layout layout) {

  /** With the runs that are over, the oldest first, from where their keys lead. */
  public WorkloadState whole(Function<String, @Nullable RunBucket> places) {
    if (rested.slots().isEmpty()) {
      return state;
    }
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>();
    rested
        .oldestFirst()
        .mapToObj(slot -> at(slot, places))
        .filter(Objects::nonNull)
        .forEach(run -> runs.put(run.id(), run.state()));
    state
        .runs()
        .forEach(
            (id, run) -> {
              runs.remove(id); // It goes on, so that its place has what it was like before.
              runs.put(id, run);
            });
    return state.with(runs);
  }

  /** With the run in it, if it is one of those that are known. */
  public WorkloadState with(RunId run, Function<String, @Nullable RunBucket> places) {
    return rested.slots().isEmpty() || state.runs().containsKey(run)
        ? state
        : with(run, RestedRuns.hash(run), places);
  }

  /** The same for who has the run's hash already. */
  WorkloadState with(RunId run, long hash, Function<String, @Nullable RunBucket> places) {
    int slot = state.runs().containsKey(run) ? -1 : rested.slotOf(hash);
    RestedRun found = slot < 0 ? null : at(slot, places);
    if (found == null || !found.id().equals(run)) {
      return state;
    }
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>();
    runs.put(run, found.state());
    runs.putAll(state.runs());
    return state.with(runs);
  }

  /** Whether the run was here within the day and is so no longer. */
  public boolean hasLeft(RunId run, Function<String, @Nullable RunBucket> places, Instant now) {
    if (layout != Layout.BUCKETS || state.runs().containsKey(run)) {
      return false;
    }
    long hash = RestedRuns.hash(run);
    RunBucket bucket = places.apply(RunBucket.key(state.workload().fingerprint().value(), hash));
    return rested.slotOf(hash) < 0 && bucket != null && bucket.remembers(hash, now);
  }

  /** Who reads while a run moves may find another one in its place, or none yet. */
  private @Nullable RestedRun at(int slot, Function<String, @Nullable RunBucket> places) {
    long run = rested.slots().get(slot).run();
    RunBucket found = places.apply(layout.key(state.workload().fingerprint().value(), slot, run));
    return found == null ? null : found.run(run);
  }
}
