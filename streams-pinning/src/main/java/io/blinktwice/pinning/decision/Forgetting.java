package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of a workload small, however many runs it floods us with: the oldest runs that
 * are over leave first, and only a flood makes open ones leave, each with a verdict.
 */
final class Forgetting {
  /** Older runs are still known as repetitions; those that are over may lie aside meanwhile. */
  static final int RUNS_REMEMBERED = 16;

  /** Keeps the state far below the largest record that Kafka takes. */
  static final int ATTEMPTS_REMEMBERED = 128;

  private Forgetting() {}

  static void oldRuns(Step step, RunId current) {
    RunId next = next(step, current);
    while (next != null) {
      forget(step, next);
      next = next(step, current);
    }
  }

  private static @Nullable RunId next(Step step, RunId current) {
    Map<RunId, RunState> runs = step.state().runs();
    int attempts = 0;
    RunId settled = null;
    RunId oldest = null;
    for (Map.Entry<RunId, RunState> entry : runs.entrySet()) {
      attempts += entry.getValue().attempts().size();
      if (!entry.getKey().equals(current)) {
        oldest = oldest == null ? entry.getKey() : oldest;
        settled = settled == null && entry.getValue().isSettled() ? entry.getKey() : settled;
      }
    }
    if (attempts > ATTEMPTS_REMEMBERED) {
      return settled == null ? oldest : settled;
    }
    return runs.size() > RUNS_REMEMBERED ? settled : null;
  }

  private static void forget(Step step, RunId run) {
    RunState forgotten = step.run(run);
    forgotten
        .attempts()
        .forEach(
            (number, attempt) -> {
              if (attempt.verdict() == null && attempt.version() != null) {
                closeUnseen(step, new Attempt(run, number));
              }
            });
    Instant lastSeen = forgotten.lastSeen();
    step.change(new Change.RunForgotten(run, lastSeen == null ? step.at() : lastSeen));
  }

  private static void closeUnseen(Step step, Attempt attempt) {
    Reason flood =
        new Reason(
            "too-many-at-once",
            "more than " + ATTEMPTS_REMEMBERED + " attempts of this workload were open at once");
    step.change(
        new Change.VerdictGiven(
            attempt,
            new Verdict(
                Judging.idOf(step.state().workload().fingerprint(), attempt),
                new Verdict.Action.Finish(),
                List.of(flood),
                false,
                1)));
  }
}
