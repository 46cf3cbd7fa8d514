package io.blinktwice.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far the brokers' clock is from ours, as they say themselves: a record that was sent at one
 * moment and answered at another got its time ({@code LogAppendTime}) in between.
 */
public final class BrokersClock {
  /** An answer that took longer says too little. */
  private static final Duration USEFUL = Duration.ofSeconds(30);

  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile @Nullable Ahead ahead;

  /** The brokers' time less ours lies between these. */
  private record Ahead(Duration least, Duration most) {
    boolean isBeyond(Duration bound) {
      return least.compareTo(bound) > 0 || most.compareTo(bound.negated()) < 0;
    }

    Duration middle() {
      return least.plus(most).dividedBy(2);
    }
  }

  /**
   * A record was answered.
   *
   * @param appended when, by the brokers' clock
   */
  public void heard(Instant sent, Instant appended, Instant answered) {
    Ahead told = new Ahead(Duration.between(answered, appended), Duration.between(sent, appended));
    Duration took = told.most().minus(told.least());
    if (!took.isNegative() && took.compareTo(USEFUL) <= 0) {
      ahead = told;
      heard.countDown();
    }
  }

  /** Waits until it is known; false when it is not after so long. */
  public boolean awaitHeard(Duration atMost) throws InterruptedException {
    return heard.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * What the brokers' clock said at this moment of ours; empty as long as it is not known that the
   * two are further apart than the bound.
   */
  public Optional<Instant> corrected(Instant ours, Duration bound) {
    Ahead known = ahead;
    return known == null || !known.isBeyond(bound)
        ? Optional.empty()
        : Optional.of(ours.plus(known.middle()));
  }
}
