package io.blinktwice.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far one view has been given its topic, partition by partition. On the reader's thread only.
 */
final class Cursor<V extends SpecificRecord> {
  private final Follower<V> follower;
  private final Map<TopicPartition, Place> places = new HashMap<>();
  private boolean caughtUp;

  /**
   * Who is given a topic.
   *
   * @param newest about so many records that stood in the topic before, from the end of each
   *     partition
   * @param patience how many failures of reading it bears
   */
  record Follower<V extends SpecificRecord>(
      String name, long newest, Inbox<V> inbox, Patience patience) {}

  /** Which consumer gives a view what comes next in a partition. */
  enum Fed {
    /** The one at the front, together with all who are there. */
    AT_THE_FRONT,
    /** The one that fetches again, for whoever came late or was slow. */
    BEHIND,
    /** None, until there is room in its inbox. */
    NOT
  }

  /** Where a view stands in a partition. */
  static final class Place {
    /** What is before it was given. */
    private long next;

    /** Where the partition ended when the view came. */
    private long goal;

    private Fed fed = Fed.BEHIND;

    Place(long next, long goal) {
      this.next = next;
      this.goal = goal;
    }

    long next() {
      return next;
    }

    boolean isAtGoal() {
      return next >= goal;
    }

    boolean isFed(Fed by) {
      return fed == by;
    }

    void feed(Fed by) {
      fed = by;
    }

    /** Nothing is left before this offset. */
    void reach(long offset) {
      next = Math.max(next, offset);
    }

    /** The partition began anew: what comes has lower offsets. */
    void fallBack(long offset) {
      next = Math.min(next, offset);
      goal = Math.min(goal, next); // What stood there is gone.
    }
  }

  Cursor(Follower<V> follower) {
    this.follower = follower;
  }

  Follower<V> follower() {
    return follower;
  }

  boolean isPlaced() {
    return !places.isEmpty();
  }

  @Nullable Place place(TopicPartition partition) {
    return places.get(partition);
  }

  /** It begins there, or as many of the newest records before the end as it wants. */
  void begin(TopicPartition partition, long first, long end, int partitions) {
    long ofEach = follower.newest() / partitions;
    long from = ofEach >= end - first ? first : end - ofEach;
    places.put(partition, new Place(from, end));
  }

  /** After a stumble everything is fetched anew from where it stands. */
  void fallBehind() {
    places.values().forEach(place -> place.feed(Fed.BEHIND));
  }

  /** False when the inbox is full. */
  boolean give(Place place, long offset, FetchedRecord<V> record) {
    if (!follower.inbox().offer(record)) {
      place.feed(Fed.NOT);
      return false;
    }
    place.next = offset + 1;
    return true;
  }

  /** Says to its view that it has caught up, once. */
  void sayWhetherCaughtUp() {
    if (!caughtUp && isPlaced() && places.values().stream().allMatch(Place::isAtGoal)) {
      caughtUp = true;
      follower.inbox().caughtUp();
    }
  }

  boolean isCaughtUp() {
    return caughtUp;
  }
}
