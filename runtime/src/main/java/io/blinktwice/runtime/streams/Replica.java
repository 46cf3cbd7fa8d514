package io.blinktwice.runtime.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a local copy of one store partition is with its changelog, as last looked at.
 *
 * @param position up to where it is applied
 * @param end where the changelog ended
 * @param at when that was
 * @param completeAsOf when it last held all that had been written by then; null if it never did
 */
record Replica(long position, long end, Instant at, @Nullable Instant completeAsOf) {
  /** Less than a second of work for a busy store; markers of transactions count as records. */
  static final long IN_SYNC_RECORDS = 1_000;

  static Replica first(long position, long end, Instant at) {
    return new Replica(position, end, at, position >= end ? at : null);
  }

  /**
   * What follows from looking again.
   *
   * <p>It was complete at the former look if it has passed the end of then. A transaction's marker
   * is never applied, so a copy that is complete may stay short of the end: one that had time to go
   * on and did not, a few records short, is complete.
   */
  Replica next(long newPosition, long newEnd, Instant now) {
    boolean passed = newPosition >= end;
    boolean stays = newPosition == position && newEnd - newPosition <= IN_SYNC_RECORDS;
    Instant complete = newPosition >= newEnd ? now : passed || stays ? at : completeAsOf;
    return new Replica(newPosition, newEnd, now, complete);
  }

  long behind() {
    return Math.max(0, end - position);
  }

  boolean isInSync() {
    return completeAsOf != null && behind() <= IN_SYNC_RECORDS;
  }
}
