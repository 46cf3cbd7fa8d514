package io.blinktwice.pinning.store;

import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.Change;
import io.blinktwice.pinning.decision.Outcome;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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

  private static final int HASHES_KEPT = 1_000;

  private final KeyValueStore<String, KnownWorkload> states;
  private final KeyValueStore<String, RunBucket> rested;
  private final Layout layout;
  private final boolean knowsRefusals;
  private final Slots slots;
  private final Buckets buckets;
  private final Map<String, KnownWorkload> kept = new Latest<>(KEPT);

  /** Of runs that were heard of last: hashing takes longer than finding one here. */
  private final Map<RunId, Long> hashes = new Latest<>(HASHES_KEPT);

  /**
   * @param written the format in which states are written: where do runs lie that are over?
   */
  public Workloads(
      KeyValueStore<String, KnownWorkload> states,
      KeyValueStore<String, RunBucket> rested,
      KeyValueStore<String, byte[]> forgotten,
      StoreFormat written) {
    this.states = states;
    this.rested = rested;
    this.layout = written.layout();
    this.knowsRefusals = written.knowsRefusals();
    this.slots = new Slots(rested, new ForgottenRuns(forgotten));
    this.buckets = new Buckets(rested);
  }

  private Aside aside(Layout of) {
    return switch (of) {
      case WHOLE, SLOTS -> slots;
      case BUCKETS -> buckets;
    };
  }

  private @Nullable KnownWorkload find(String key, Instant at) {
    KnownWorkload found = kept.get(key);
    if (found == null) {
      KnownWorkload stored = states.get(key);
      found = stored == null || stored.layout() == layout ? stored : moved(key, stored, at);
      if (found != null) {
        kept.put(key, found);
      }
    }
    return found;
  }

  /** What a build left that lays runs elsewhere is laid out anew before it is used. */
  private KnownWorkload moved(String key, KnownWorkload stored, Instant at) {
    WorkloadState all = stored.whole(rested::get);
    List<RestedRuns.Rested> others = aside(stored.layout()).clear(key, stored.rested());
    KnownWorkload moved = laidOut(key, all, RestedRuns.NONE, at);
    others.forEach(run -> aside(layout).forget(key, run, moved.rested(), at));
    states.put(key, moved);
    return moved;
  }

  /** The state with the runs that are under way; null for a workload that is not known. */
  public @Nullable WorkloadState underWay(String key, Instant at) {
    KnownWorkload known = find(key, at);
    return known == null ? null : known.state();
  }

  /** All that a decision on an observation needs: what is under way, and the run in question. */
  public WorkloadState toDecide(Workload workload, @Nullable RunId run, Instant at) {
    KnownWorkload known = find(workload.fingerprint().value(), at);
    if (known == null) {
      return WorkloadState.unknown(workload);
    }
    return run == null ? known.state() : known.with(run, hashOf(run), rested::get);
  }

  private long hashOf(RunId run) {
    return hashes.computeIfAbsent(run, RestedRuns::hash);
  }

  /** What comes of such a run again is a repetition. */
  public boolean haveForgotten(WorkloadState state, RunId run, Instant at) {
    return !state.runs().containsKey(run)
        && aside(layout).haveForgotten(state.workload().fingerprint().value(), hashOf(run), at);
  }

  /** Writes what an outcome has made of a workload. */
  public void remember(Outcome outcome, Instant at) {
    String key = outcome.next().workload().fingerprint().value();
    KnownWorkload before = find(key, at);
    RestedRuns places = before == null ? RestedRuns.NONE : before.rested();
    for (Change change : outcome.changes()) {
      if (change instanceof Change.RunForgotten(RunId run, Instant lastSeen)) {
        aside(layout).forget(key, RestedRuns.Rested.of(hashOf(run), lastSeen), places, at);
      }
    }
    WorkloadState now =
        knowsRefusals ? outcome.next() : outcome.next().withoutRefusals(); // As it is read back.
    KnownWorkload next = laidOut(key, now, places, at);
    states.put(key, next);
    kept.put(key, next);
  }

  /** Runs that are over go to their places first: who finds them named must find them there. */
  private KnownWorkload laidOut(String key, WorkloadState state, RestedRuns before, Instant at) {
    if (layout == Layout.WHOLE) {
      return new KnownWorkload(state, RestedRuns.NONE, layout);
    }
    RestedRuns places = before;
    LinkedHashMap<RunId, RunState> underWay = new LinkedHashMap<>();
    for (Map.Entry<RunId, RunState> entry : state.runs().entrySet()) {
      if (entry.getValue().isAtRest()) {
        places = laid(key, places, new RestedRun(entry.getKey(), entry.getValue()), at);
      } else {
        underWay.put(entry.getKey(), entry.getValue());
      }
    }
    return new KnownWorkload(state.with(underWay), places, layout);
  }

  private RestedRuns laid(String key, RestedRuns places, RestedRun run, Instant at) {
    Instant heard = run.state().lastSeen();
    RestedRuns.Rested place = RestedRuns.Rested.of(hashOf(run.id()), heard == null ? at : heard);
    return aside(layout).lay(key, places, run, place, at);
  }
}
