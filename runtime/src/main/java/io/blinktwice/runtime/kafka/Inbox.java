package io.blinktwice.runtime.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a view has been given and its listener is yet to be told of: a bounded number of records, so
 * that a slow listener takes no memory and no one's time but its own.
 */
final class Inbox<V extends SpecificRecord> {
  static final int RECORDS = 1_000;
  private static final long BYTES = 2 << 20;

  private final Deque<FetchedRecord<V>> waiting = new ArrayDeque<>();
  private long bytes;
  private long given;
  private long taken;

  /** After so many records everything is told that stood in the topic at first. */
  private long caughtUpAfter = Long.MAX_VALUE;

  private boolean full;
  private boolean ended;
  private @Nullable Throwable failure;
  private Runnable onRoom = () -> {};

  /** What comes next. */
  sealed interface Next<V extends SpecificRecord> {
    record Told<V extends SpecificRecord>(FetchedRecord<V> record) implements Next<V> {}

    /** Everything is told that stood in the topic when the view started. Said once. */
    record CaughtUp<V extends SpecificRecord>() implements Next<V> {}

    /** Nothing comes any more, for this reason. */
    record Failed<V extends SpecificRecord>(Throwable cause) implements Next<V> {}

    record End<V extends SpecificRecord>() implements Next<V> {}
  }

  /** Who is called when there is room again for what was refused. */
  synchronized void onRoom(Runnable callback) {
    onRoom = callback;
  }

  /** False when it is full: the record is to be given again once there is room. */
  synchronized boolean offer(FetchedRecord<V> record) {
    boolean fits = waiting.size() < RECORDS && bytes + record.bytes() <= BYTES;
    if (!fits && !waiting.isEmpty()) {
      full = true;
      return false;
    }
    waiting.add(record);
    bytes += record.bytes();
    given++;
    notifyAll();
    return true;
  }

  /** From a refusal on until it is worth the while to fetch for it again. */
  synchronized boolean isFull() {
    return full;
  }

  synchronized void caughtUp() {
    caughtUpAfter = given;
    notifyAll();
  }

  synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What was given comes before the failure that ended it. */
  Next<V> take() throws InterruptedException {
    @Nullable Runnable room = null;
    Next<V> next;
    synchronized (this) {
      next = awaitNext();
      if (full && waiting.size() <= RECORDS / 2 && bytes <= BYTES / 2) {
        full = false;
        room = onRoom;
      }
    }
    if (room != null) {
      room.run();
    }
    return next;
  }

  private synchronized Next<V> awaitNext() throws InterruptedException {
    while (true) {
      if (ended) {
        return new Next.End<>();
      }
      if (taken >= caughtUpAfter) {
        caughtUpAfter = Long.MAX_VALUE;
        return new Next.CaughtUp<>();
      }
      FetchedRecord<V> first = waiting.poll();
      if (first != null) {
        bytes -= first.bytes();
        taken++;
        return new Next.Told<>(first);
      }
      if (failure != null) {
        return new Next.Failed<>(failure);
      }
      wait();
    }
  }
}
