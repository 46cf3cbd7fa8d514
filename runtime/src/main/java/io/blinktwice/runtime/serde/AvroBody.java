package io.blinktwice.runtime.serde;

import io.blinktwice.schemas.TrustedRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Avro's bytes of records that one schema wrote, and the class that they are read into.
 *
 * <p>To be made once and kept: finding out how one schema is read as another takes Avro longer than
 * reading a record does. All threads may share it.
 */
public final class AvroBody<T extends SpecificRecord> {
  static {
    // Avro looks at our classes below.
    TrustedRecords.register();
  }

  private static final int ORDINARY_BYTES = 512;

  private final DatumReader<T> reader;
  private final SpecificDatumWriter<T> writer;

  /** Of records that are written and read by the same class. */
  public AvroBody(Class<T> type) {
    this(SpecificData.get().getSchema(type), type);
  }

  /**
   * Of records that were written by the schema, maybe an earlier one, and are read by the class.
   */
  public AvroBody(Schema written, Class<T> type) {
    Schema read = SpecificData.get().getSchema(type);
    SpecificData model = SpecificData.getForSchema(read);
    reader = reader(written, read, model);
    writer = new SpecificDatumWriter<>(read, model);
  }

  /** Avro's own reader would make this one at its first record, and show it to others half-made. */
  private static <T> DatumReader<T> reader(Schema written, Schema read, SpecificData model) {
    if (!model.isFastReaderEnabled()) {
      return new SpecificDatumReader<>(written, read, model);
    }
    try {
      return model.getFastReaderBuilder().createDatumReader(written, read);
    } catch (IOException e) {
      throw new UncheckedIOException("a schema that is in memory", e);
    }
  }

  /** The record behind some bytes that are there already, a format's number or a frame. */
  public byte[] behind(byte[] head, T value) {
    Unlocked out = new Unlocked(head.length + ORDINARY_BYTES);
    out.write(head, 0, head.length);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      writer.write(value, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.written();
  }

  /** The record that begins there and reaches to the end of the bytes, which it must. */
  public T from(byte[] bytes, int offset) {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
    T value;
    boolean atEnd;
    try {
      value = reader.read(null, decoder);
      atEnd = decoder.isEnd();
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("the body does not fit its schema", e);
    }
    if (!atEnd) {
      throw new SerializationException("bytes are left over after the record");
    }
    return value;
  }

  /** Java's own takes a lock for every byte. */
  private static final class Unlocked extends OutputStream {
    private byte[] bytes;
    private int length;

    Unlocked(int ordinary) {
      bytes = new byte[ordinary];
    }

    @Override
    public void write(int value) {
      makeRoomFor(1);
      bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      makeRoomFor(count);
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }

    private void makeRoomFor(int more) {
      if (bytes.length - length < more) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
      }
    }

    byte[] written() {
      return Arrays.copyOf(bytes, length);
    }
  }
}
