package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    Stream<Instant> overdue =
        attempts(state).filter(AttemptState::isOpen).map(attempt -> deadline(attempt, policy));
    return Stream.concat(overdue, reviewTimes(state, policy)).min(Instant::compareTo).orElse(null);
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
    if (reviewTimes(state, policy).anyMatch(time -> !time.isAfter(now))) {
      due.add(new Due.ReviewDue());
    }
    return due;
  }

  private static Stream<AttemptState> attempts(WorkloadState state) {
    return state.runs().values().stream().flatMap(run -> run.attempts().values().stream());
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

  private static Stream<Instant> reviewTimes(WorkloadState state, Policy policy) {
    Stream<Instant> classified =
        attempts(state)
            .filter(AttemptState::awaitsClassification)
            .map(failed -> classifiedBy(failed, policy));
    return Stream.concat(classified, pinTimes(state));
  }

  private static Stream<Instant> pinTimes(WorkloadState state) {
    List<Instant> times = new ArrayList<>();
    Pin pin = state.pin();
    if (pin != null) {
      Instant expires = pin.terms().expiresAt();
      Instant probe = pin.trial() == null ? pin.terms().probeAfter() : null;
      Stream.ofNullable(expires).forEach(times::add);
      Stream.ofNullable(probe).forEach(times::add);
    }
    WorkloadState.Grave grave = state.grave();
    if (grave != null) {
      times.add(grave.endedAt().plus(GRAVE_KEPT));
    }
    return times.stream();
  }
}
