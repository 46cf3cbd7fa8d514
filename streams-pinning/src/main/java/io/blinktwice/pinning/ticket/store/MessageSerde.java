package io.blinktwice.pinning.ticket.store;

import io.blinktwice.pinning.ticket.store.avro.StoredTicketMessage;
import io.blinktwice.runtime.serde.AvroBody;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Bytes of what tickets are told: one that names the format, then Avro. */
public final class MessageSerde {
  private static final byte FORMAT = 1;
  private static final AvroBody<StoredTicketMessage> BODY =
      new AvroBody<>(StoredTicketMessage.class);

  private MessageSerde() {}

  public static Serde<SpecificRecord> create() {
    return Serdes.serdeFrom((topic, told) -> bytes(told), (topic, bytes) -> message(bytes));
  }

  private static byte @Nullable [] bytes(@Nullable SpecificRecord told) {
    if (!(told instanceof StoredTicketMessage message)) {
      throw new SerializationException("tickets are told messages only");
    }
    return BODY.behind(new byte[] {FORMAT}, message);
  }

  private static @Nullable SpecificRecord message(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException(
          "the message was written by another version of this program");
    }
    return BODY.from(bytes, 1);
  }
}
