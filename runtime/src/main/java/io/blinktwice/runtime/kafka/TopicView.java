package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.life.Death;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a whole topic, from its beginning if nothing else is said, and tells a listener of each
 * committed record, in the order of each partition, on one thread.
 *
 * <p>For small state that every instance wants complete: the catalogue, clusters, what leaves the
 * system as a verdict. It belongs to no consumer group, so nothing rebalances.
 *
 * <p>No record is passed over: one that cannot be read is set aside, one that cannot be told of is
 * tried again, and what helps neither is the view's death.
 */
public final class TopicView<V extends SpecificRecord> implements LongRunning, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicView.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String name;
  private final ViewSource<V> source;
  private final Listener<V> listener;
  private final Patience patience;
  private final Death death;
  private final CountDownLatch caughtUpOrOver = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean caughtUp;
  private volatile boolean closed;

  /** One record of the topic; a null value is the end of its key. */
  public record Record<V>(String key, @Nullable V value, long offset, int partition, Instant at) {}

  /**
   * Told of every record, on the view's own thread. What it throws counts as a fault: after a pause
   * it is told of the same record again, five times within ten minutes.
   */
  public interface Listener<V> {
    void on(Record<V> seen);
  }

  private TopicView(String name, ViewSource<V> source, Listener<V> listener, Patience patience) {
    this.name = name;
    this.source = source;
    this.listener = listener;
    this.patience = patience;
    this.death = new Death(name);
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Starts to follow; the reader's name says in logs and dead letters who it is for. */
  public static <V extends SpecificRecord> TopicView<V> follow(
      KafkaConnection connection, Topic<V> topic, String reader, Listener<V> listener) {
    return follow(
        reader + "-view-" + topic.name(),
        ViewSource.of(connection, topic, reader, ViewSource.ALL),
        listener,
        Patience.ordinary());
  }

  /**
   * The same for whoever keeps no more than the newest records: of what was there before, about so
   * many are read, so that a start does not take the longer the older the topic is.
   */
  public static <V extends SpecificRecord> TopicView<V> followNewest(
      KafkaConnection connection,
      Topic<V> topic,
      String reader,
      long newest,
      Listener<V> listener) {
    return follow(
        reader + "-view-" + topic.name(),
        ViewSource.of(connection, topic, reader, newest),
        listener,
        Patience.ordinary());
  }

  static <V extends SpecificRecord> TopicView<V> follow(
      String name, ViewSource<V> source, Listener<V> listener, Patience patience) {
    TopicView<V> view = new TopicView<>(name, source, listener, patience);
    view.thread.start();
    return view;
  }

  @Override
  public String name() {
    return name;
  }

  /** Waits until everything is read that stood in the topic when the view started. */
  public boolean awaitCaughtUp(Duration atMost) {
    try {
      return caughtUpOrOver.await(atMost.toMillis(), TimeUnit.MILLISECONDS) && caughtUp;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether everything was read that stood in the topic when the view started. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /** Whether it follows the topic, or tries to: neither dead nor closed. */
  @Override
  public boolean isLive() {
    return !closed && !death.hasCome();
  }

  @Override
  public boolean isReady() {
    return caughtUp && isLive();
  }

  @Override
  public Optional<String> trouble() {
    return caughtUp || !isLive()
        ? Optional.empty()
        : Optional.of("it has not read its topic up to its end yet");
  }

  @Override
  public boolean isDead() {
    return death.hasCome();
  }

  @Override
  public void onDead(Consumer<Throwable> callback) {
    death.tell(callback);
  }

  private void run() {
    try (source) {
      follow();
    } catch (WakeupException | InterruptException e) {
      if (!closed) {
        die(e);
      }
    } catch (RuntimeException | Error e) {
      die(e);
    } finally {
      caughtUpOrOver.countDown();
    }
  }

  private void die(Throwable cause) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("view", name)
        .log("view of a topic is dead: what it feeds grows stale until a restart");
    death.comesOf(cause);
  }

  private void follow() {
    Map<TopicPartition, Long> goals = patience.insist(name, source::start);
    Set<TopicPartition> behind = new HashSet<>(goals.keySet());
    while (!closed) {
      // Before it polls: an empty topic is read at once, and whole start-ups wait for that.
      if (!caughtUp) {
        caughtUp = patience.insist(name, () -> arrived(behind, goals));
      }
      if (caughtUp) {
        caughtUpOrOver.countDown();
      }
      ConsumerRecords<byte[], byte[]> found =
          patience.insist(name, () -> source.consumer().poll(POLL));
      for (ConsumerRecord<byte[], byte[]> record : found) {
        tell(record);
      }
    }
  }

  private boolean arrived(Set<TopicPartition> behind, Map<TopicPartition, Long> goals) {
    behind.removeIf(
        partition -> source.consumer().position(partition) >= goals.getOrDefault(partition, 0L));
    return behind.isEmpty();
  }

  /** Reading and telling are tried again apart: a letter that is written stays written. */
  private void tell(ConsumerRecord<byte[], byte[]> found) {
    String where = found.topic() + "-" + found.partition() + "@" + found.offset();
    Optional<Record<V>> seen =
        patience.insist(where, () -> Optional.ofNullable(source.readable(found)));
    seen.ifPresent(
        record ->
            patience.insist(
                where,
                () -> {
                  listener.on(record);
                  return true;
                }));
  }

  @Override
  public void close() {
    closed = true;
    patience.end();
    source.consumer().wakeup();
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
