package io.blinktwice.pinning.store;

import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a task knows of its workloads, as its stores have it.
 *
 * <p>States that were read or written last are kept as objects, too. Nobody but the task's own
 * thread writes to its stores, and whatever takes back what it wrote begins the task anew, with
 * another instance of this class; so a kept state never differs from the stored one.
 */
public final class Workloads {
  /** Some 3 kB each. */
  private static final int KEPT = 2_000;

  private final KeyValueStore<String, KnownWorkload> states;
  private final KeyValueStore<String, RestedRun> rested;
  private final ForgottenRuns forgotten;
  private final boolean apart;
  private final Map<String, KnownWorkload> kept = new Latest<>(KEPT);

  /**
   * @param written the format in which states are written: does it keep runs apart that are over?
   */
  public Workloads(
      KeyValueStore<String, KnownWorkload> states,
      KeyValueStore<String, RestedRun> rested,
      ForgottenRuns forgotten,
      StoreFormat written) {
    this.states = states;
    this.rested = rested;
    this.forgotten = forgotten;
    this.apart = written.keepsRestedRunsApart();
  }

  private @Nullable KnownWorkload find(String key) {
    KnownWorkload found = kept.get(key);
    if (found == null) {
      found = stored(key);
      if (found != null) {
        kept.put(key, found);
      }
    }
    return found;
  }

  private @Nullable KnownWorkload stored(String key) {
    KnownWorkload stored = states.get(key);
    return stored == null || apart
        ? stored
        : new KnownWorkload(stored.whole(rested::get), RestedRuns.NONE);
  }

  /** The state with the runs that are under way; null for a workload that is not known. */
  public @Nullable WorkloadState underWay(String key) {
    KnownWorkload known = find(key);
    return known == null ? null : known.state();
  }

  /** All that a decision on an observation needs: what is under way, and the run in question. */
  public WorkloadState toDecide(Workload workload, @Nullable RunId run) {
    KnownWorkload known = find(workload.fingerprint().value());
    if (known == null) {
      return WorkloadState.unknown(workload);
    }
    return run == null ? known.state() : known.with(run, rested::get);
  }

  /** What comes of such a run again is a repetition. */
  public boolean haveForgotten(WorkloadState state, RunId run) {
    return !state.runs().containsKey(run)
        && forgotten.contain(state.workload().fingerprint().value(), run);
  }

  /** Writes what an outcome has made of a workload. */
  public void remember(Outcome outcome, Instant at) {
    String key = outcome.next().workload().fingerprint().value();
    for (Change change : outcome.changes()) {
      if (change instanceof Change.RunForgotten(RunId run, Instant lastSeen)) {
        forgotten.add(key, RestedRuns.Rested.of(run, lastSeen), at);
      }
    }
    KnownWorkload next =
        apart
            ? parted(key, outcome.next(), at)
            : new KnownWorkload(outcome.next(), RestedRuns.NONE);
    states.put(key, next);
    kept.put(key, next);
  }

  /** Runs that are over go to their slots first: who finds them named must find them there. */
  private KnownWorkload parted(String key, WorkloadState next, Instant at) {
    KnownWorkload before = find(key);
    RestedRuns places = before == null ? RestedRuns.NONE : before.rested();
    LinkedHashMap<RunId, RunState> underWay = new LinkedHashMap<>();
    for (Map.Entry<RunId, RunState> entry : next.runs().entrySet()) {
      if (entry.getValue().isAtRest()) {
        places = laid(key, places, new RestedRun(entry.getKey(), entry.getValue()), at);
      } else {
        underWay.put(entry.getKey(), entry.getValue());
      }
    }
    return new KnownWorkload(next.with(underWay), places);
  }

  private RestedRuns laid(String key, RestedRuns places, RestedRun run, Instant at) {
    Instant heard = run.state().lastSeen();
    RestedRuns.Rested place = RestedRuns.Rested.of(run.id(), heard == null ? at : heard);
    int slot = places.slotOf(place.run());
    if (slot >= 0) {
      rested.put(RestedRuns.key(key, slot), run);
      return places;
    }
    RestedRuns.Rested leaving = places.leaving();
    if (leaving != null) {
      forgotten.add(key, leaving, at);
    }
    rested.put(RestedRuns.key(key, places.next()), run);
    return places.with(place);
  }
}
