package io.blinktwice.pinning.store;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.RunId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The latest runs of a workload that are over: a ring, of which each lies in the store {@code
 * rested-runs-by-fingerprint} ({@link Layout}).
 *
 * <p>So an event reads and writes the runs that are under way and twelve bytes for each that is
 * not; whole, the latest 16 were nine tenths of every write. Of the one that loses its place to a
 * newer one it is remembered for a day that it was here.
 *
 * @param slots what lies in each, as far as they are taken
 * @param next the slot that the next run takes
 */
public record RestedRuns(List<Rested> slots, int next) {
  public static final RestedRuns NONE = new RestedRuns(List.of(), 0);

  private static final int SLOTS = 16;
  private static final int HEAD_BYTES = 2;
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  /**
   * One run that is over.
   *
   * @param run hash of its id
   * @param lastSeen seconds since 1970
   */
  public record Rested(long run, int lastSeen) {
    static Rested of(RunId run, Instant lastSeen) {
      return of(hash(run), lastSeen);
    }

    static Rested of(long run, Instant lastSeen) {
      return new Rested(run, (int) lastSeen.getEpochSecond());
    }

    Instant time() {
      return Instant.ofEpochSecond(Integer.toUnsignedLong(lastSeen));
    }
  }

  public RestedRuns {
    slots = List.copyOf(slots);
  }

  static long hash(RunId run) {
    String id = DecisionId.of("run", "1", run.value()).value();
    return Long.parseUnsignedLong(id, id.length() - 2 * Long.BYTES, id.length(), 16);
  }

  /** The slot in which a run lies; -1 for none. */
  int slotOf(long run) {
    for (int slot = 0; slot < slots.size(); slot++) {
      if (slots.get(slot).run == run) {
        return slot;
      }
    }
    return -1;
  }

  /** The run that loses its slot to the next one. */
  @Nullable Rested leaving() {
    return slots.size() < SLOTS ? null : slots.get(next);
  }

  /** With a run in the slot that is next. */
  RestedRuns with(Rested run) {
    List<Rested> changed = new ArrayList<>(slots);
    if (next < changed.size()) {
      changed.set(next, run);
    } else {
      changed.add(run);
    }
    return new RestedRuns(changed, (next + 1) % SLOTS);
  }

  /** The slots, that of the oldest run first. */
  IntStream oldestFirst() {
    int oldest = slots.size() < SLOTS ? 0 : next;
    return IntStream.range(0, slots.size()).map(place -> (oldest + place) % slots.size());
  }

  byte[] bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEAD_BYTES + ENTRY_BYTES * slots.size())
            .put((byte) slots.size())
            .put((byte) next);
    slots.forEach(rested -> bytes.putLong(rested.run).putInt(rested.lastSeen));
    return bytes.array();
  }

  static RestedRuns from(byte[] bytes, int offset) {
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
    int taken = from.remaining() < HEAD_BYTES ? -1 : from.get();
    if (taken < 0 || taken > SLOTS || from.remaining() - 1 <= ENTRY_BYTES * taken) {
      throw new SerializationException("the state is damaged");
    }
    int next = from.get() & (SLOTS - 1);
    List<Rested> slots = new ArrayList<>(taken);
    for (int slot = 0; slot < taken; slot++) {
      slots.add(new Rested(from.getLong(), from.getInt()));
    }
    return new RestedRuns(slots, next);
  }

  int sizeInBytes() {
    return HEAD_BYTES + ENTRY_BYTES * slots.size();
  }
}
