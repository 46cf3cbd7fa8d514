package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.kafka.Cursor.Fed;
import io.blinktwice.runtime.kafka.Cursor.Follower;
import io.blinktwice.runtime.kafka.Cursor.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** One topic, and how far each view of it has been given it. On the reader's thread only. */
final class FollowedTopic<V extends SpecificRecord> {
  private final TopicReading<V> reading;
  private final List<Cursor<V>> cursors = new ArrayList<>();
  private List<TopicPartition> partitions = List.of();
  private int failures;
  private long notBefore;

  FollowedTopic(TopicReading<V> reading) {
    this.reading = reading;
    this.notBefore = System.nanoTime();
  }

  TopicReading<V> reading() {
    return reading;
  }

  void join(Follower<V> follower) {
    cursors.add(new Cursor<>(follower));
  }

  void leave(Inbox<?> inbox) {
    cursors.removeIf(cursor -> cursor.follower().inbox() == inbox);
  }

  boolean isDeserted() {
    return cursors.isEmpty();
  }

  /** What is followed at present; nothing before the topic is there, or after a failure. */
  List<TopicPartition> partitions() {
    return partitions;
  }

  /** Nothing when all of its views have a place; else how long to wait before the next try. */
  Optional<Duration> placingDueIn() {
    boolean due = partitions.isEmpty() || cursors.stream().anyMatch(cursor -> !cursor.isPlaced());
    return due ? Optional.of(Duration.ofNanos(notBefore - System.nanoTime())) : Optional.empty();
  }

  /** Where whoever came since begins; asks the brokers. */
  void place(ConsumerAtPositions asking, Duration within) {
    List<TopicPartition> found =
        asking.consumer().partitionsFor(reading.topic(), within).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    if (found.isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "the topic " + reading.topic() + " is not there yet");
    }
    Consumer<byte[], byte[]> brokers = asking.about(found);
    Map<TopicPartition, Long> ends = brokers.endOffsets(found, within);
    Map<TopicPartition, Long> firsts = brokers.beginningOffsets(found, within);
    for (Cursor<V> cursor : cursors) {
      if (!cursor.isPlaced()) {
        found.forEach(
            partition ->
                cursor.begin(
                    partition,
                    firsts.getOrDefault(partition, 0L),
                    ends.getOrDefault(partition, 0L),
                    found.size()));
        cursor.sayWhetherCaughtUp();
      }
    }
    partitions = found;
  }

  /** It goes on by and by where each view stands, but for views that bear no more failures. */
  void stumble(RuntimeException failure) {
    failures++;
    Duration pause = Duration.ofSeconds(1);
    for (Cursor<V> cursor : List.copyOf(cursors)) {
      pause = cursor.follower().patience().pauseAfter(failures);
      cursor.fallBehind();
      try {
        cursor.follower().patience().bear(cursor.follower().name(), failure);
      } catch (RuntimeException tooMany) {
        end(cursor, tooMany);
      }
    }
    partitions = List.of();
    notBefore = System.nanoTime() + pause.toNanos();
  }

  private void end(Cursor<V> cursor, Throwable cause) {
    cursors.remove(cursor);
    cursor.follower().inbox().fail(cause);
  }

  void endAll(Throwable cause) {
    List.copyOf(cursors).forEach(cursor -> end(cursor, cause));
  }

  /** Something of it was read. */
  void recover() {
    if (!partitions.isEmpty()) {
      failures = 0;
    }
  }

  /** Views with room for what was refused are fed again; who has reached the front joins it. */
  void settle(TopicPartition partition, @Nullable Long front) {
    for (Cursor<V> cursor : cursors) {
      Place place = cursor.place(partition);
      if (place != null) {
        if (place.isFed(Fed.NOT) && !cursor.follower().inbox().isFull()) {
          place.feed(Fed.BEHIND);
        }
        if (place.isFed(Fed.BEHIND) && front != null && place.next() >= front) {
          place.feed(Fed.AT_THE_FRONT);
        }
      }
    }
  }

  /** From where to fetch again, if somebody is behind. */
  OptionalLong leastBehind(TopicPartition partition) {
    return places(partition, Fed.BEHIND).mapToLong(Place::next).min();
  }

  /** Where the front can be, once somebody has read what stood there. */
  OptionalLong front(TopicPartition partition) {
    return places(partition, Fed.BEHIND).filter(Place::isAtGoal).mapToLong(Place::next).max();
  }

  boolean isFed(TopicPartition partition, Fed by) {
    return places(partition, by).findAny().isPresent();
  }

  private Stream<Place> places(TopicPartition partition, Fed by) {
    return cursors.stream()
        .flatMap(cursor -> Stream.ofNullable(cursor.place(partition)))
        .filter(place -> place.isFed(by));
  }

  /** Each record goes to all of these views that were not given it; says whether one is full. */
  boolean give(TopicPartition partition, Fed by, List<ConsumerRecord<byte[], byte[]>> found) {
    boolean full = false;
    for (ConsumerRecord<byte[], byte[]> record : found) {
      FetchedRecord<V> fetched = new FetchedRecord<>(record, reading);
      for (Cursor<V> cursor : cursors) {
        Place place = cursor.place(partition);
        if (place != null && place.isFed(by) && record.offset() >= place.next()) {
          full |= !cursor.give(place, record.offset(), fetched);
        }
      }
    }
    return full;
  }

  /** The consumer that feeds these views stands there: nothing is left before it. */
  void reach(TopicPartition partition, Fed by, long offset) {
    places(partition, by).forEach(place -> place.reach(offset));
    cursors.forEach(Cursor::sayWhetherCaughtUp);
  }

  /** A topic of this name was made anew. */
  void fallBack(TopicPartition partition, Fed by, long offset) {
    places(partition, by).forEach(place -> place.fallBack(offset));
  }

  /** Whether a view has yet to be told that it has caught up. */
  boolean isBeingRead() {
    return !cursors.stream().allMatch(Cursor::isCaughtUp);
  }
}
