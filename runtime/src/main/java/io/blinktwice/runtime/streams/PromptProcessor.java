package io.blinktwice.runtime.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A processor of which the effects of fresh records are committed at once, so that whoever waits
 * for them does not wait for company. What is late already waits for the ordinary interval: a
 * transaction costs the same for ten records as for a thousand, and with one every 20 ms a thread
 * that has to catch up spends most of its time waiting for the broker.
 *
 * <p>All tasks of a thread ask at the same beats, so that they share a transaction.
 */
public final class PromptProcessor<K, V, L, W> implements Processor<K, V, L, W> {
  /** How long an effect of a fresh record waits at most before its transaction begins to end. */
  static final Duration BEAT = Duration.ofMillis(20);

  /** Older records are caught up with; nobody notices a fraction of a second. */
  static final Duration FRESH = Duration.ofSeconds(1);

  private static final long NOTHING = Long.MIN_VALUE;

  private final Processor<K, V, L, W> decides;
  private long newest = NOTHING;

  private PromptProcessor(Processor<K, V, L, W> decides) {
    this.decides = decides;
  }

  /** For a topology: such processors, with the stores that they need. */
  public static <K, V, L, W> ProcessorSupplier<K, V, L, W> supplier(
      Supplier<? extends Processor<K, V, L, W>> processors, Set<StoreBuilder<?>> stores) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<K, V, L, W> get() {
        return new PromptProcessor<>(processors.get());
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }
    };
  }

  @Override
  public void init(ProcessorContext<L, W> context) {
    decides.init(context);
    newest = NOTHING;
    context.schedule(
        Instant.EPOCH, BEAT, PunctuationType.WALL_CLOCK_TIME, now -> beat(context, now));
  }

  @Override
  public void process(Record<K, V> seen) {
    newest = Math.max(newest, seen.timestamp());
    decides.process(seen);
  }

  private void beat(ProcessorContext<L, W> context, long now) {
    if (newest != NOTHING && now - newest < FRESH.toMillis()) {
      context.commit();
    }
    newest = NOTHING;
  }

  @Override
  public void close() {
    decides.close();
  }
}
