package io.blinktwice.runtime.streams;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a local copy of one store partition is with its changelog, as last looked at.
 *
 * @param position up to where it is applied
 * @param end where the changelog ended
 * @param at when that was
 * @param movedAt when the position was last seen to be another
 * @param completeAsOf when it last held all that had been written by then; null if it never did
 */
record Replica(
    long position, long end, Instant at, Instant movedAt, @Nullable Instant completeAsOf) {
  /** Less than a second of work for a busy store; markers of transactions count as records. */
  static final long IN_SYNC_RECORDS = 1_000;

  /** What may follow the last record that is applied: markers, and records that were aborted. */
  private static final long TRAILING = 32;

  /** A copy that is behind goes on within this time, however busy the machine. */
  private static final Duration STANDSTILL = Duration.ofSeconds(3);

  /** One that has applied nothing yet may still wait for its first turn. */
  private static final Duration NEVER_BEGUN = Duration.ofSeconds(15);

  static Replica first(long position, long end, Instant at) {
    return new Replica(position, end, at, at, position >= end ? at : null);
  }

  /**
   * What follows from looking again.
   *
   * <p>It was complete at the former look if it has passed the end of then. A transaction's marker
   * is never applied, so a copy that is complete may stay short of the end: one that had time to go
   * on and did not, a few records short, is complete. One that went back has begun anew.
   */
  Replica next(long newPosition, long newEnd, Instant now) {
    if (newPosition < position) {
      return first(newPosition, newEnd, now);
    }
    boolean passed = newPosition >= end;
    Instant moved = newPosition == position ? movedAt : now;
    boolean complete = passed || isStill(newPosition, newEnd, Duration.between(moved, now));
    return new Replica(
        newPosition,
        newEnd,
        now,
        moved,
        newPosition >= newEnd ? now : complete ? at : completeAsOf);
  }

  private static boolean isStill(long position, long end, Duration still) {
    Duration enough = position == 0 ? NEVER_BEGUN : STANDSTILL;
    return end - position <= TRAILING && still.compareTo(enough) >= 0;
  }

  long behind() {
    return Math.max(0, end - position);
  }

  boolean isInSync() {
    return completeAsOf != null && behind() <= IN_SYNC_RECORDS;
  }
}
