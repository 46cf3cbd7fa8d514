package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.life.FailureBudget;
import io.blinktwice.runtime.life.FailureBudget.Judgement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries one step again until it succeeds, with a pause that grows: through any outage, and through
 * as many faults as the budget forgives. What it gives up on, it throws; it never goes past it.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private final FailureBudget budget;
  private final InstantSource clock;
  private final Duration firstPause;
  private final Duration longestPause;
  private final CountDownLatch ended = new CountDownLatch(1);

  Patience(FailureBudget budget, InstantSource clock, Duration firstPause, Duration longestPause) {
    this.budget = budget;
    this.clock = clock;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
  }

  static Patience ordinary() {
    return new Patience(
        FailureBudget.ordinary(),
        InstantSource.system(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10));
  }

  /** Nothing is tried any more: whoever tries is woken. */
  void end() {
    ended.countDown();
  }

  <T> T insist(String where, Supplier<T> step) {
    Duration pause = firstPause;
    while (true) {
      if (ended.getCount() == 0) {
        throw new WakeupException();
      }
      try {
        return step.get();
      } catch (WakeupException | InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        Judgement judgement = budget.judge(e, clock.instant());
        log(where, judgement, e);
        if (judgement == Judgement.TOO_MANY) {
          throw e;
        }
      }
      await(pause);
      pause = shorter(pause.multipliedBy(2), longestPause);
    }
  }

  /** The same for who cannot wait here: what it gives up on, it throws, or nothing is thrown. */
  void bear(String where, RuntimeException failure) {
    Judgement judgement = budget.judge(failure, clock.instant());
    log(where, judgement, failure);
    if (judgement == Judgement.TOO_MANY) {
      throw failure;
    }
  }

  /** How long not to try after so many failures in a row. */
  Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int more = 1; more < failures && pause.compareTo(longestPause) < 0; more++) {
      pause = pause.multipliedBy(2);
    }
    return shorter(pause, longestPause);
  }

  private static void log(String where, Judgement judgement, RuntimeException failure) {
    LOG.atWarn()
        .setCause(failure)
        .addKeyValue("where", where)
        .addKeyValue("judgement", judgement)
        .log("view of a topic failed");
  }

  private void await(Duration pause) {
    try {
      if (ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new WakeupException();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
