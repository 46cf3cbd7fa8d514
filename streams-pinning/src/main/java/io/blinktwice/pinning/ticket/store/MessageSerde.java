package io.blinktwice.pinning.ticket.store;

import io.blinktwice.pinning.ticket.store.avro.StoredTicketMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Bytes of what tickets are told: one that names the format, then Avro. */
public final class MessageSerde {
  private static final byte FORMAT = 1;

  private MessageSerde() {}

  public static Serde<SpecificRecord> create() {
    return Serdes.serdeFrom((topic, told) -> bytes(told), (topic, bytes) -> message(bytes));
  }

  private static byte @Nullable [] bytes(@Nullable SpecificRecord told) {
    if (!(told instanceof StoredTicketMessage message)) {
      throw new SerializationException("tickets are told messages only");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.write(FORMAT);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<>(StoredTicketMessage.class).write(message, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private static @Nullable SpecificRecord message(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException(
          "the message was written by another version of this program");
    }
    try {
      return new SpecificDatumReader<>(StoredTicketMessage.class)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null));
    } catch (IOException e) {
      throw new SerializationException("the message cannot be read", e);
    }
  }
}
