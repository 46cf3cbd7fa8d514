package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one run, and whether their comparison has had its effect.
 *
 * @param compared a run proves something once, however often its events come again
 */
public record RunState(SortedMap<Integer, AttemptState> attempts, boolean compared) {
  static final RunState NEW = new RunState(new TreeMap<>(), false);

  public RunState {
    attempts = Frozen.sorted(attempts);
  }

  AttemptState attempt(int number) {
    return attempts.getOrDefault(number, AttemptState.UNSEEN);
  }

  @Nullable AttemptState known(int number) {
    return attempts.get(number);
  }

  /** When it was last heard of for the first time, attempt by attempt. */
  public @Nullable Instant lastSeen() {
    Instant last = null;
    for (AttemptState attempt : attempts.values()) {
      Instant seen = attempt.firstSeen();
      last = last == null || seen != null && seen.isAfter(last) ? seen : last;
    }
    return last;
  }

  /** Its attempts up to this one that ran out of memory, oldest first. */
  public List<Attempt> fallen(Attempt last) {
    return attempts.headMap(last.number() + 1).entrySet().stream()
        .filter(each -> each.getValue().ranOutOfMemory())
        .map(each -> new Attempt(last.run(), each.getKey()))
        .toList();
  }

  /** Nothing more is expected of it. */
  boolean isSettled() {
    AttemptState last = attempts.isEmpty() ? null : attempts.get(attempts.lastKey());
    return last != null
        && last.verdict() != null
        && last.verdict().action() instanceof Verdict.Action.Finish;
  }

  /** It is settled, and no earlier attempt waits for anything either. */
  public boolean isAtRest() {
    if (!isSettled()) {
      return false;
    }
    for (AttemptState attempt : attempts.values()) {
      if (attempt.isOpen() || attempt.awaitsClassification()) {
        return false;
      }
    }
    return true;
  }

  RunState with(int number, AttemptState state) {
    return new RunState(Frozen.with(attempts, number, state), compared);
  }

  RunState afterComparison() {
    TreeMap<Integer, AttemptState> settled = new TreeMap<>(attempts);
    settled.replaceAll((number, attempt) -> attempt.bare());
    return new RunState(settled, true);
  }
}
