package io.blinktwice.autoscaler.state.decision;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
      room(Byte.BYTES).put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    room(Byte.BYTES).put((byte) rest);
  }

  public void count(long value) {
    room(Long.BYTES).putLong(value);
  }

  public void small(float value) {
    room(Float.BYTES).putFloat(value);
  }

  public void real(double value) {
    room(Double.BYTES).putDouble(value);
  }

  public void reals(double[] values) {
    number(values.length);
    for (double value : values) {
      real(value);
    }
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
