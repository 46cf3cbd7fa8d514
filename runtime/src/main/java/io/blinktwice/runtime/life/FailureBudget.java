package io.blinktwice.runtime.life;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Judges failures: an outage is waited out however long it lasts, a fault is forgiven so often
 * within a stretch of time.
 *
 * <p>Counted over a lifetime, five unrelated faults in a year would end a healthy role. Counted as
 * faults, a registry that is away for a minute would.
 */
public final class FailureBudget {
  private static final int DEEPEST_CAUSE = 20;

  private final int forgiven;
  private final Duration within;
  private final Deque<Instant> faults = new ArrayDeque<>();

  /** What a failure means. */
  public enum Judgement {
    /** Kafka or the registry is away: nothing is wrong here. */
    OUTAGE,
    /** A fault that may not come again. */
    FORGIVEN,
    /** It does come again. */
    TOO_MANY
  }

  public FailureBudget(int forgiven, Duration within) {
    this.forgiven = forgiven;
    this.within = within;
  }

  /** Five within ten minutes: more than a stumble, fewer than a morning of them. */
  public static FailureBudget ordinary() {
    return new FailureBudget(5, Duration.ofMinutes(10));
  }

  public synchronized Judgement judge(Throwable failure, Instant at) {
    if (isOutage(failure)) {
      return Judgement.OUTAGE;
    }
    faults.removeIf(earlier -> !earlier.plus(within).isAfter(at));
    faults.addLast(at);
    return faults.size() <= forgiven ? Judgement.FORGIVEN : Judgement.TOO_MANY;
  }

  /** Whether the last fault was not the first within the stretch: it may need time to pass. */
  public synchronized boolean isRepeated() {
    return faults.size() > 1;
  }

  /** Kafka marks what may go well later; {@code RegistryUnavailable} is of that kind. */
  private static boolean isOutage(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof RetriableException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
