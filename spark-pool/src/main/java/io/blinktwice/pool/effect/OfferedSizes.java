package io.blinktwice.pool.effect;

import io.blinktwice.events.Pool;
import io.blinktwice.events.PoolSize;
import io.blinktwice.pool.decision.ServerSize;
import io.blinktwice.pool.decision.SizeClasses;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import io.blinktwice.schemas.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which sizes the pool's servers can have: the ladder that work climbs after running out of
 * memory. What people want of the pool, and their prices, stay as they are.
 */
public final class OfferedSizes {
  private static final Logger LOG = LoggerFactory.getLogger(OfferedSizes.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static {
    TrustedRecords.register();
  }

  private OfferedSizes() {}

  /** Writes them if the topic of pools says something else, or nothing. */
  public static void tell(KafkaConnection kafka, String pool, SizeClasses sizes) {
    AtomicReference<@Nullable Pool> known = new AtomicReference<>();
    try (TopicView<Pool> view =
        TopicView.follow(
            kafka,
            Topics.POOLS,
            pool + "-sizes",
            seen -> {
              if (seen.key().equals(pool)) {
                known.set(seen.value());
              }
            })) {
      if (!view.awaitCaughtUp(PATIENCE)) {
        LOG.atWarn().log("the topic of pools cannot be read: the pool's sizes are not told");
        return;
      }
    }
    Pool before = known.get();
    Pool told = with(before, pool, sizes, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    if (before == null || !before.getSizes().equals(told.getSizes())) {
      write(kafka, told);
    }
  }

  /**
   * Nobody's wish where nobody wished anything: then the autoscaler only shows what it would do.
   */
  static Pool with(@Nullable Pool before, String pool, SizeClasses sizes, Instant now) {
    Map<String, Double> prices = new HashMap<>();
    if (before != null) {
      before.getSizes().forEach(size -> prices.put(size.getSize(), size.getPricePerHour()));
    }
    List<PoolSize> offered = sizes.sizes().stream().map(size -> offered(size, prices)).toList();
    return before == null
        ? Pool.newBuilder()
            .setPool(pool)
            .setSizes(offered)
            .setChangedBy("")
            .setChangedAt(now)
            .build()
        : Pool.newBuilder(before).setSizes(offered).build();
  }

  private static PoolSize offered(ServerSize size, Map<String, Double> prices) {
    return new PoolSize(
        size.name(), size.cores(), size.heapBytes(), prices.getOrDefault(size.name(), 0.0));
  }

  private static void write(KafkaConnection kafka, Pool told) {
    try (EventPublisher publisher = EventPublisher.forCommands(kafka, "pool")) {
      publisher
          .publish(
              Topics.POOLS, told.getPool(), told, UUID.randomUUID().toString(), told.getChangedAt())
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.atWarn().setCause(e).log("the pool's sizes could not be told");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
