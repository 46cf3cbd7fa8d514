package io.blinktwice.contract.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote; refuses another format and what is cut off. */
public final class StateReader {
  private static final int HEADLESS = 0;

  private final ByteBuffer bytes;
  private final int format;

  public StateReader(byte[] stored, int format) {
    this(stored, format, format);
  }

  /** Of one of several formats: who reads asks {@link #format} what to expect. */
  public StateReader(byte[] stored, int oldest, int newest) {
    bytes = ByteBuffer.wrap(stored);
    format = stored.length == 0 ? -1 : bytes.get();
    if (format < oldest || format > newest) {
      String wanted = oldest == newest ? String.valueOf(oldest) : oldest + " to " + newest;
      throw new IllegalArgumentException(
          "stored state has the format " + format + ", not " + wanted);
    }
  }

  private StateReader(ByteBuffer bytes) {
    this.bytes = bytes;
    this.format = HEADLESS;
  }

  /** The format number that stands before all else. */
  public int format() {
    return format;
  }

  /** What stands from there on, behind a head that somebody else has read. */
  public static StateReader behind(byte[] stored, int begin) {
    return new StateReader(ByteBuffer.wrap(stored, begin, stored.length - begin));
  }

  public boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  public int number() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = next().get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a stored number has no end");
  }

  public long count() {
    return next().getLong();
  }

  public long time() {
    return next().getLong();
  }

  public Instant instant() {
    return Instant.ofEpochMilli(time());
  }

  public float small() {
    return next().getFloat();
  }

  public double real() {
    return next().getDouble();
  }

  public double[] reals() {
    double[] values = new double[size(Double.BYTES)];
    for (int place = 0; place < values.length; place++) {
      values[place] = real();
    }
    return values;
  }

  public boolean flag() {
    return next().get() != 0;
  }

  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** A text that may be missing. */
  public @Nullable String optional() {
    return flag() ? text() : null;
  }

  /** A time that may be missing. */
  public @Nullable Instant optionalInstant() {
    return flag() ? instant() : null;
  }

  public byte[] bytes() {
    byte[] value = new byte[size(1)];
    bytes.get(value); // Also none, at the very end.
    return value;
  }

  /** As many as stand there. */
  public <T extends @Nullable Object> List<T> list(Function<StateReader, T> one) {
    int count = size(1);
    List<T> all = new ArrayList<>(count);
    for (int place = 0; place < count; place++) {
      all.add(one.apply(this));
    }
    return all;
  }

  private int size(int bytesEach) {
    int count = number();
    if (count < 0 || (long) count * bytesEach > bytes.remaining()) {
      throw new IllegalArgumentException("stored state is cut off");
    }
    return count;
  }

  private ByteBuffer next() {
    if (!bytes.hasRemaining()) {
      throw new BufferUnderflowException();
    }
    return bytes;
  }
}
