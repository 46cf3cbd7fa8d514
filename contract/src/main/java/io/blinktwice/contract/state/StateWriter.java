package io.blinktwice.contract.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * State as bytes, in memory: a format number, then values one after the other. Doubles keep every
 * bit, so that what is read back decides as what was written would have.
 */
public final class StateWriter {
  private ByteBuffer out = ByteBuffer.allocate(256);

  public StateWriter(int format) {
    room(Byte.BYTES).put((byte) format);
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

  public void bytes(byte[] value) {
    number(value.length);
    room(value.length).put(value);
  }
}
