package io.blinktwice.pinning.store;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.pinning.store.RestedRuns.Rested;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * A value of the store {@code rested-runs-by-fingerprint}: runs of a workload that are over, of one
 * of 32 parts of their hashes. Of each its hash is remembered for a day, of the latest 16 of the
 * workload everything; so one read tells whether a run is new, and one write lays it aside.
 *
 * <p>What leaves the latest 16, or the day, leaves its bucket when that is written next.
 *
 * @param remembered the one that was laid aside last at the end
 */
public record RunBucket(List<Rested> remembered, List<Held> held) {
  static final RunBucket EMPTY = new RunBucket(List.of(), List.of());
  static final int BUCKETS = 32;

  private static final Duration WINDOW = Duration.ofHours(24);
  private static final int MOST_REMEMBERED = 320;
  private static final byte ONE_AVRO_RUN = 1;
  private static final byte PACKED = 2;

  /** A run by its hash, in bytes until somebody asks for it. */
  record Held(long hash, byte[] packed) {}

  public RunBucket {
    remembered = List.copyOf(remembered);
    held = List.copyOf(held);
  }

  static String key(String workload, long hash) {
    return workload + "#" + Integer.toHexString((int) hash & (BUCKETS - 1));
  }

  /** One run alone, as a slot has it. */
  static RunBucket of(RestedRun run) {
    return new RunBucket(List.of(), List.of(new Held(RestedRuns.hash(run.id()), run.packed())));
  }

  @Nullable RestedRun run(long hash) {
    for (Held each : held) {
      if (each.hash == hash) {
        return RestedRun.unpacked(each.packed);
      }
    }
    return null;
  }

  /** Whether such a run was over within the day. */
  boolean remembers(long hash, Instant now) {
    int oldest = oldest(now);
    for (Rested each : remembered) {
      if (each.run() == hash) {
        return isSince(each, oldest);
      }
    }
    return false;
  }

  /**
   * With a run that is over.
   *
   * @param latest those of which everything is remembered, this one among them
   */
  RunBucket with(RestedRun run, Rested place, RestedRuns latest, Instant now) {
    List<Held> kept = new ArrayList<>(held.size() + 1);
    for (Held each : held) {
      if (each.hash != place.run() && latest.slotOf(each.hash) >= 0) {
        kept.add(each);
      }
    }
    kept.add(new Held(place.run(), run.packed()));
    return new RunBucket(remembering(place, latest, now), kept);
  }

  /** With a run of which nothing else is known any more. */
  RunBucket with(Rested gone, RestedRuns latest, Instant now) {
    return new RunBucket(remembering(gone, latest, now), held);
  }

  private List<Rested> remembering(Rested place, RestedRuns latest, Instant now) {
    int oldest = oldest(now);
    List<Rested> kept = new ArrayList<>(remembered.size() + 1);
    for (Rested each : remembered) {
      if (each.run() != place.run() && (isSince(each, oldest) || latest.slotOf(each.run()) >= 0)) {
        kept.add(each);
      }
    }
    kept.add(place);
    return kept.subList(Math.max(0, kept.size() - MOST_REMEMBERED), kept.size());
  }

  /** By their difference, which is right whatever becomes of the sign. */
  private static boolean isSince(Rested run, int oldest) {
    return run.lastSeen() - oldest >= 0;
  }

  private static int oldest(Instant now) {
    return (int) now.minus(WINDOW).getEpochSecond();
  }

  /** One byte that names the format; what a build before left in a slot is read, too. */
  public static Serde<RunBucket> writing(StoreFormat format) {
    return Serdes.serdeFrom(
        (topic, bucket) -> bucket == null ? null : bucket.bytes(format),
        (topic, bytes) -> bytes == null ? null : from(bytes));
  }

  private byte[] bytes(StoreFormat format) {
    if (format.layout() != Layout.BUCKETS) {
      return RestedRun.unpacked(held.getFirst().packed).avro(ONE_AVRO_RUN);
    }
    StateWriter out = new StateWriter(PACKED);
    out.list(
        remembered,
        (to, each) -> {
          to.count(each.run());
          to.number(each.lastSeen());
        });
    out.list(
        held,
        (to, each) -> {
          to.count(each.hash);
          to.bytes(each.packed);
        });
    return out.bytes();
  }

  private static RunBucket from(byte[] bytes) {
    return switch (bytes.length == 0 ? -1 : bytes[0]) {
      case ONE_AVRO_RUN -> of(RestedRun.fromAvro(bytes, 1));
      case PACKED -> unpacked(bytes);
      default ->
          throw new SerializationException(
              "the runs were written by another release of this program");
    };
  }

  private static RunBucket unpacked(byte[] bytes) {
    try {
      StateReader in = new StateReader(bytes, PACKED);
      return new RunBucket(
          in.list(from -> new Rested(from.count(), from.number())),
          in.list(from -> new Held(from.count(), from.bytes())));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new SerializationException("the runs are damaged", e);
    }
  }
}
