package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a workload must be looked at although nothing happens to it, and what to say then.
 *
 * <p>A timer changes nothing itself: what it finds is written to a topic first and takes effect
 * when it is read back, so that a replay needs no clock.
 */
public final class Timers {
  /** How long the record of an ended pin can be read before its tombstone follows. */
  static final Duration GRAVE_KEPT = Duration.ofDays(7);

  private Timers() {}

  /** What has come due. */
  public sealed interface Due {
    /** No end was seen. */
    record AttemptOverdue(Attempt attempt, EngineVersion version) implements Due {}

    /** Something about the workload's pin, or a failure that nobody has classified. */
    record ReviewDue() implements Due {}
  }

  /** The next time at which something comes due; null where nothing does. */
  public static @Nullable Instant next(WorkloadState state, Policy policy) {
    Instant next = reviewAt(state, policy);
    for (RunState run : state.runs().values()) {
      for (AttemptState attempt : run.attempts().values()) {
        if (attempt.isOpen()) {
          next = earlier(next, deadline(attempt, policy));
        }
      }
    }
    return next;
  }

  public static List<Due> due(WorkloadState state, Policy policy, Instant now) {
    List<Due> due = new ArrayList<>();
    state
        .runs()
        .forEach(
            (id, run) ->
                run.attempts()
                    .forEach(
                        (number, attempt) -> {
                          EngineVersion version = attempt.version();
                          if (version != null
                              && attempt.isOpen()
                              && !deadline(attempt, policy).isAfter(now)) {
                            due.add(new Due.AttemptOverdue(new Attempt(id, number), version));
                          }
                        }));
    Instant review = reviewAt(state, policy);
    if (review != null && !review.isAfter(now)) {
      due.add(new Due.ReviewDue());
    }
    return due;
  }

  private static Instant deadline(AttemptState attempt, Policy policy) {
    Instant seen = attempt.firstSeen();
    return (seen == null ? Instant.EPOCH : seen).plus(policy.waits().runTimeout());
  }

  /** When a failure is judged without a classification. */
  static Instant classifiedBy(AttemptState failed, Policy policy) {
    Instant ended = failed.endedAt();
    return (ended == null ? Instant.EPOCH : ended).plus(policy.waits().classifiedWithin());
  }

  /** When the first thing comes due that a review finds. */
  private static @Nullable Instant reviewAt(WorkloadState state, Policy policy) {
    Instant next = pinAt(state.pin());
    WorkloadState.Grave grave = state.grave();
    if (grave != null) {
      next = earlier(next, grave.endedAt().plus(GRAVE_KEPT));
    }
    for (RunState run : state.runs().values()) {
      for (AttemptState attempt : run.attempts().values()) {
        if (attempt.awaitsClassification()) {
          next = earlier(next, classifiedBy(attempt, policy));
        }
      }
    }
    return next;
  }

  private static @Nullable Instant pinAt(@Nullable Pin pin) {
    if (pin == null) {
      return null;
    }
    Instant probe = pin.trial() == null ? pin.terms().probeAfter() : null;
    return earlier(pin.terms().expiresAt(), probe);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? other : one;
  }
}
