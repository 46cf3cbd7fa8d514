package io.blinktwice.rollout.evidence.decision;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * State as bytes, in memory: a format number, then values one after the other. Doubles keep every
 * bit, so that what is read back decides as what was written would have.
 */
public final class StateWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** One step of writing; nothing goes wrong in memory. */
  private interface Step {
    void take() throws IOException;
  }

  public StateWriter(int format) {
    step(() -> out.writeByte(format));
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Small where the number is. */
  public void number(int value) {
    step(
        () -> {
          int rest = value;
          while ((rest & ~0x7f) != 0) {
            out.writeByte(rest & 0x7f | 0x80);
            rest >>>= 7;
          }
          out.writeByte(rest);
        });
  }

  public void count(long value) {
    step(() -> out.writeLong(value));
  }

  public void time(long millis) {
    step(() -> out.writeLong(millis));
  }

  public void time(Instant at) {
    time(at.toEpochMilli());
  }

  public void real(double value) {
    step(() -> out.writeDouble(value));
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
    step(() -> out.writeBoolean(value));
  }

  public void text(String value) {
    byte[] utf8 = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    number(utf8.length);
    step(() -> out.write(utf8));
  }

  private static void step(Step step) {
    try {
      step.take();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
