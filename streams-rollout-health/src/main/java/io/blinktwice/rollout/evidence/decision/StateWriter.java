package io.blinktwice.rollout.evidence.decision;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * State as bytes, in memory: a format number, then values one after the other. Doubles keep every
 * bit, so that what is read back decides as what was written would have.
 */
public final class StateWriter {
  private ByteBuffer bytes = ByteBuffer.allocate(256);

  public StateWriter(int format) {
    room(1).put((byte) format);
  }

  public byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Small where the number is. */
  public void number(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      room(1).put((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    room(1).put((byte) rest);
  }

  public void count(long value) {
    room(Long.BYTES).putLong(value);
  }

  public void time(long millis) {
    count(millis);
  }

  public void time(Instant at) {
    time(at.toEpochMilli());
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
    room(1).put((byte) (value ? 1 : 0));
  }

  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    room(utf8.length).put(utf8);
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int size = Math.max(2 * bytes.capacity(), bytes.position() + more);
      bytes = ByteBuffer.allocate(size).put(bytes.flip());
    }
    return bytes;
  }
}
