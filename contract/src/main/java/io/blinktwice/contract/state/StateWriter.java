package io.blinktwice.contract.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * State as bytes, in memory: a format number, then values one after the other. Doubles keep every
 * bit, so that what is read back decides as what was written would have.
 */
public final class StateWriter {
  private ByteBuffer out = ByteBuffer.allocate(256);

  public StateWriter(int format) {
    room(Byte.BYTES).put((byte) format);
  }

  /** Goes on behind what is there already. */
  public StateWriter(byte[] begun) {
    room(begun.length).put(begun);
  }

  public byte[] bytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int capacity = Math.max(2 * out.capacity(), out.position() + bytes);
      out = ByteBuffer.allocate(capacity).put(out.flip());
    }
    return out;
  }

  /** Small where the number is. */
  public void number(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      room(Byte.BYTES).put((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    room(Byte.BYTES).put((byte) rest);
  }

  public void count(long value) {
    room(Long.BYTES).putLong(value);
  }

  public void time(long millis) {
    room(Long.BYTES).putLong(millis);
  }

  public void time(Instant at) {
    time(at.toEpochMilli());
  }

  public void small(float value) {
    room(Float.BYTES).putFloat(value);
  }

  public void real(double value) {
    room(Double.BYTES).putDouble(value);
  }

  /** As many as the reader will ask for. */
  public void reals(double[] values, int count) {
    number(count);
    for (int place = 0; place < count; place++) {
      real(values[place]);
    }
  }

  public void reals(double[] values) {
    reals(values, values.length);
  }

  public void flag(boolean value) {
    room(Byte.BYTES).put((byte) (value ? 1 : 0));
  }

  public void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A text that may be missing. */
  public void optional(@Nullable String value) {
    flag(value != null);
    if (value != null) {
      text(value);
    }
  }

  /** A time that may be missing. */
  public void optional(@Nullable Instant at) {
    flag(at != null);
    if (at != null) {
      time(at);
    }
  }

  /** As many as there are. */
  public <T> void list(Collection<T> all, BiConsumer<StateWriter, T> one) {
    number(all.size());
    for (T each : all) {
      one.accept(this, each);
    }
  }

  public void bytes(byte[] value) {
    number(value.length);
    room(value.length).put(value);
  }
}
