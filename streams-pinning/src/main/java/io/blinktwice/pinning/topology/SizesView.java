package io.blinktwice.pinning.topology;

import io.blinktwice.events.Pool;
import io.blinktwice.pinning.sizing.decision.SizeClass;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that clusters can have, as the topic of pools tells them: those of the first pool that
 * has any, as the autoscaler takes them, too.
 */
public final class SizesView implements AutoCloseable {
  private static final int MOST_POOLS = 5_000;

  private final TreeMap<String, List<SizeClass>> byPool = new TreeMap<>();
  private final TopicView<Pool> view;
  private volatile List<SizeClass> sizes = List.of();

  public SizesView(KafkaConnection connection) {
    view =
        TopicView.follow(
            connection, Topics.POOLS, "pinning-sizes", seen -> remember(seen.key(), seen.value()));
  }

  /** Smallest first. */
  public List<SizeClass> now() {
    return sizes;
  }

  public List<LongRunning> views() {
    return List.of(view);
  }

  private synchronized void remember(String name, @Nullable Pool pool) {
    if (pool == null || pool.getRetired() || pool.getSizes().isEmpty()) {
      byPool.remove(name);
    } else if (byPool.size() < MOST_POOLS || byPool.containsKey(name)) {
      byPool.put(
          name,
          pool.getSizes().stream()
              .map(size -> new SizeClass(size.getSize(), Math.max(0, size.getMemoryBytes())))
              .sorted(Comparator.comparingLong(SizeClass::bytes))
              .toList());
    }
    sizes = byPool.isEmpty() ? List.of() : byPool.firstEntry().getValue();
  }

  @Override
  public void close() {
    view.close();
  }
}
