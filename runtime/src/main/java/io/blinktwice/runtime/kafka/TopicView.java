package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.kafka.Cursor.Follower;
import io.blinktwice.runtime.life.Death;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
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
 * system as a verdict. It belongs to no consumer group, so nothing rebalances. All views of a
 * process are fed by one {@link SharedReader}: what they are told of is fetched and decoded once,
 * so a listener changes no record.
 *
 * <p>No record is passed over: one that cannot be read is set aside, one that cannot be told of is
 * tried again, and what helps neither is the view's death.
 */
public final class TopicView<V extends SpecificRecord> implements LongRunning, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicView.class);
  static final long ALL = Long.MAX_VALUE;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String name;
  private final Listener<V> listener;
  private final Patience patience;
  private final Death death;
  private final Inbox<V> inbox = new Inbox<>();
  private final CountDownLatch caughtUpOrOver = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean caughtUp;
  private volatile boolean closed;
  private volatile Runnable leaving = () -> {};

  /** One record of the topic; a null value is the end of its key. */
  public record Record<V>(String key, @Nullable V value, long offset, int partition, Instant at) {}

  /**
   * Told of every record, on the view's own thread. What it throws counts as a fault: after a pause
   * it is told of the same record again, five times within ten minutes.
   */
  public interface Listener<V> {
    void on(Record<V> seen);
  }

  private TopicView(String name, Listener<V> listener, Patience patience) {
    this.name = name;
    this.listener = listener;
    this.patience = patience;
    this.death = new Death(name);
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /** Starts to follow; the reader's name says in logs who it is for. */
  public static <V extends SpecificRecord> TopicView<V> follow(
      KafkaConnection connection, Topic<V> topic, String reader, Listener<V> listener) {
    return followNewest(connection, topic, reader, ALL, listener);
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
    SharedReaders.Share share = SharedReaders.take(connection);
    TopicView<V> view =
        new TopicView<>(reader + "-view-" + topic.name(), listener, Patience.ordinary());
    view.start(share, TopicReading.of(connection, topic, share.reader().unreadable()), newest);
    return view;
  }

  static <V extends SpecificRecord> TopicView<V> follow(
      String name,
      SharedReaders.Share share,
      TopicReading<V> reading,
      long newest,
      Listener<V> listener,
      Patience patience) {
    TopicView<V> view = new TopicView<>(name, listener, patience);
    view.start(share, reading, newest);
    return view;
  }

  private void start(SharedReaders.Share share, TopicReading<V> reading, long newest) {
    leaving =
        () -> {
          share.reader().leave(reading.topic(), inbox);
          share.givenBack().run();
        };
    share.reader().follow(reading, new Follower<>(name, newest, inbox, patience));
    thread.start();
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
    try {
      follow();
    } catch (WakeupException | InterruptException e) {
      if (!closed) {
        die(e);
      }
    } catch (RuntimeException | Error e) {
      die(e);
    } finally {
      caughtUpOrOver.countDown();
      leaving.run();
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
    while (!closed) {
      switch (next()) {
        case Inbox.Next.Told<V>(FetchedRecord<V> record) -> tell(record);
        case Inbox.Next.CaughtUp<V> caughtUpNow -> {
          caughtUp = true;
          caughtUpOrOver.countDown();
        }
        case Inbox.Next.Failed<V>(Throwable cause) -> {
          die(cause);
          return;
        }
        case Inbox.Next.End<V> end -> {
          return;
        }
      }
    }
  }

  private Inbox.Next<V> next() {
    try {
      return inbox.take();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Reading and telling are tried again apart: a letter that is written stays written. */
  private void tell(FetchedRecord<V> found) {
    Optional<Record<V>> seen = patience.insist(found.where(), found::read);
    seen.ifPresent(
        record ->
            patience.insist(
                found.where(),
                () -> {
                  listener.on(record);
                  return true;
                }));
  }

  @Override
  public void close() {
    closed = true;
    patience.end();
    inbox.end();
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leaving.run();
  }
}
