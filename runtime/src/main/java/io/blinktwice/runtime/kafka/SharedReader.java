package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.kafka.Cursor.Fed;
import io.blinktwice.runtime.kafka.Cursor.Follower;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches for all views of a process, on one thread and with two consumers: each record of the news
 * once for all views of its topic.
 *
 * <p>One consumer waits at the brokers for news, at the front of every topic. Its connection is
 * occupied by that, half a second at a time, so all else is the other one's: it asks where topics
 * begin and end, and fetches what a view lacks that came late or had no room for more. Who has
 * reached the front is fed from there on. So nobody waits for a slow view, and each gets every
 * record once and in order.
 */
final class SharedReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedReader.class);
  private static final Duration AWAIT_NEWS = Duration.ofSeconds(1);
  private static final Duration FETCH_AGAIN = Duration.ofMillis(50);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final UnreadableRecords unreadable;
  private final ConsumerAtPositions front;
  private final ConsumerAtPositions behind;
  private final Map<String, FollowedTopic<?>> topics = new HashMap<>();
  private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Whether who is fed by which consumer may have changed. */
  private boolean unsettled;

  private volatile boolean closed;

  private volatile boolean over;

  SharedReader(
      UnreadableRecords unreadable,
      Supplier<Consumer<byte[], byte[]>> atTheFront,
      Consumer<byte[], byte[]> behind) {
    this.unreadable = unreadable;
    this.front = new ConsumerAtPositions(atTheFront);
    this.behind = new ConsumerAtPositions(() -> behind);
    this.thread = Thread.ofPlatform().daemon().name("views").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  UnreadableRecords unreadable() {
    return unreadable;
  }

  /** It is given the topic as its inbox has room, until it leaves. */
  <V extends SpecificRecord> void follow(TopicReading<V> reading, Follower<V> follower) {
    follower.inbox().onRoom(() -> order(() -> unsettled = true));
    order(() -> join(reading, follower));
    if (over) {
      follower.inbox().fail(new IllegalStateException("the reader of all views has ended"));
    }
  }

  @SuppressWarnings("unchecked") // A topic of the catalogue has one type of record.
  private <V extends SpecificRecord> void join(TopicReading<V> reading, Follower<V> follower) {
    FollowedTopic<V> topic =
        (FollowedTopic<V>)
            topics.computeIfAbsent(reading.topic(), name -> new FollowedTopic<>(reading));
    topic.join(follower);
  }

  void leave(String topic, Inbox<?> inbox) {
    order(
        () -> {
          FollowedTopic<?> followed = topics.get(topic);
          if (followed != null) {
            followed.leave(inbox);
            unsettled = true;
          }
        });
  }

  private void order(Runnable order) {
    orders.add(order);
    front.wakeUp();
  }

  private void run() {
    try {
      while (!closed) {
        try {
          turn();
        } catch (RuntimeException e) {
          stumble(topics.values(), e);
        }
      }
    } catch (InterruptedException | Error e) {
      endAll(e);
    } finally {
      try (unreadable;
          behind;
          front) {
        closed = true;
      }
    }
  }

  private void endAll(Throwable cause) {
    over = true;
    LOG.atError().setCause(cause).log("the reader of all views has ended");
    carryOutOrders();
    topics.values().forEach(topic -> topic.endAll(cause));
  }

  private void turn() throws InterruptedException {
    carryOutOrders();
    Duration patience = placeWhoCame();
    if (unsettled || !behind.isIdle()) {
      unsettled = false;
      settle();
    }
    if (!behind.isIdle()) {
      if (!front.isIdle()) {
        poll(front, Fed.AT_THE_FRONT, Duration.ZERO);
      }
      poll(behind, Fed.BEHIND, FETCH_AGAIN);
    } else if (!front.isIdle()) {
      poll(front, Fed.AT_THE_FRONT, patience);
    } else {
      Runnable order = orders.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (order != null) {
        order.run();
      }
    }
  }

  private void carryOutOrders() {
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
  }

  /** How long there is nothing to place. */
  private Duration placeWhoCame() {
    Duration patience = AWAIT_NEWS;
    for (FollowedTopic<?> topic : List.copyOf(topics.values())) {
      if (closed) {
        return Duration.ZERO;
      }
      if (topic.isDeserted()) {
        topics.remove(topic.reading().topic());
        continue;
      }
      Duration due = topic.placingDueIn().orElse(AWAIT_NEWS);
      if (!due.isPositive()) {
        try {
          topic.place(behind, ANSWER);
          unsettled = true;
        } catch (RuntimeException e) {
          stumble(List.of(topic), e);
        }
        due = topic.placingDueIn().orElse(AWAIT_NEWS);
      }
      patience = due.compareTo(patience) < 0 ? due : patience;
    }
    return patience.isNegative() ? Duration.ZERO : patience;
  }

  private void stumble(Collection<FollowedTopic<?>> those, RuntimeException failure) {
    those.forEach(topic -> topic.stumble(failure));
    unsettled = true;
  }

  /** Who is fed by which consumer, and so what each of them has to fetch, and from where. */
  private void settle() {
    Map<TopicPartition, Long> atTheFront = new HashMap<>();
    Map<TopicPartition, Long> again = new HashMap<>();
    Map<TopicPartition, Boolean> awaited = new HashMap<>();
    for (FollowedTopic<?> topic : topics.values()) {
      for (TopicPartition partition : topic.partitions()) {
        Long position = front.position(partition);
        topic.settle(partition, position);
        if (position == null && topic.front(partition).isPresent()) {
          position = topic.front(partition).getAsLong();
          topic.settle(partition, position);
        }
        if (position != null) {
          atTheFront.put(partition, position);
          awaited.put(partition, topic.isFed(partition, Fed.AT_THE_FRONT));
        }
        topic.leastBehind(partition).ifPresent(offset -> again.put(partition, offset));
      }
    }
    front.read(atTheFront);
    front.pauseUnless(awaited);
    behind.read(again);
  }

  private void poll(ConsumerAtPositions consumer, Fed by, Duration timeout) {
    try {
      consumer.poll(timeout, new Receiving(by));
    } catch (RuntimeException e) {
      stumble(topicsIn(consumer.concernedBy(e)), e);
    }
  }

  private List<FollowedTopic<?>> topicsIn(Collection<String> names) {
    return topics.values().stream()
        .<FollowedTopic<?>>map(topic -> topic)
        .filter(topic -> names.contains(topic.reading().topic()))
        .toList();
  }

  /** Gives to the views of a topic what one of the consumers reads. */
  private final class Receiving implements ConsumerAtPositions.Receiver {
    private final Fed by;

    Receiving(Fed by) {
      this.by = by;
    }

    @Override
    public void give(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> found) {
      topic(partition).ifPresent(topic -> unsettled |= topic.give(partition, by, found));
    }

    @Override
    public void reach(TopicPartition partition, long offset) {
      topic(partition)
          .ifPresent(
              topic -> {
                topic.recover();
                topic.reach(partition, by, offset);
              });
    }

    @Override
    public void fallBack(TopicPartition partition, long offset) {
      LOG.atWarn()
          .addKeyValue("partition", partition)
          .addKeyValue("offset", offset)
          .log("the topic was made anew: its views are told of what it holds now");
      topic(partition).ifPresent(topic -> topic.fallBack(partition, by, offset));
    }

    @Override
    public boolean isWaiting(TopicPartition partition) {
      return by == Fed.BEHIND || topic(partition).filter(FollowedTopic::isBeingRead).isPresent();
    }

    private Optional<FollowedTopic<?>> topic(TopicPartition partition) {
      return Optional.ofNullable(topics.get(partition.topic()));
    }
  }

  /** Whether it has ended, or is about to: nobody is to come any more. */
  boolean isOver() {
    return closed || over;
  }

  @Override
  public void close() {
    closed = true;
    front.wakeUp();
    orders.add(() -> {});
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
