package io.blinktwice.runtime.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.LagInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps looking how far the local copies of all stores are with their changelogs: the brokers are
 * asked twice a second, so that no query has to wait for them.
 */
final class Replicas implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final Supplier<Map<String, Map<Integer, LagInfo>>> lags;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Map<Place, Replica> known = Map.of();

  /** A partition of a store. */
  record Place(String store, int partition) {}

  Replicas(Supplier<Map<String, Map<Integer, LagInfo>>> lags, InstantSource clock) {
    this.lags = lags;
    this.clock = clock;
  }

  void start(String role) {
    Thread.ofVirtual().name(role + "-replicas").start(this::keepLooking);
  }

  private void keepLooking() {
    try {
      while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnce() {
    try {
      look();
    } catch (KafkaException | IllegalStateException e) {
      // Brokers away, or the client not running: what is known grows old, and says so.
      LOG.atDebug().setCause(e).log("the lags of local stores are not known now");
    }
  }

  void look() {
    Instant now = clock.instant();
    Map<Place, Replica> seen = new HashMap<>();
    lags.get()
        .forEach(
            (store, partitions) ->
                partitions.forEach(
                    (partition, lag) -> {
                      Place place = new Place(store, partition);
                      seen.put(place, replica(known.get(place), lag, now));
                    }));
    known = Map.copyOf(seen);
  }

  private static Replica replica(@Nullable Replica before, LagInfo lag, Instant now) {
    return before == null
        ? Replica.first(lag.currentOffsetPosition(), lag.endOffsetPosition(), now)
        : before.next(lag.currentOffsetPosition(), lag.endOffsetPosition(), now);
  }

  Map<Place, Replica> all() {
    return known;
  }

  /** How long ago a copy was complete; nothing when it never was here. */
  Optional<Duration> staleness(String store, int partition) {
    Replica replica = known.get(new Place(store, partition));
    Instant complete = replica == null ? null : replica.completeAsOf();
    return complete == null
        ? Optional.empty()
        : Optional.of(Duration.between(complete, clock.instant()));
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
