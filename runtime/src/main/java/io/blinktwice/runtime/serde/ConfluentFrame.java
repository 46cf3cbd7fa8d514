package io.blinktwice.runtime.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** The five bytes before an Avro body in Confluent's wire format: a zero and the schema's id. */
record ConfluentFrame(int schemaId, ByteBuffer body) {
  static final int LENGTH = 5;
  private static final byte MAGIC = 0;

  static ConfluentFrame of(byte[] bytes) {
    if (bytes.length < LENGTH) {
      throw new SerializationException(
          "a record of " + bytes.length + " bytes is too short for a schema id");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte magic = buffer.get();
    if (magic != MAGIC) {
      throw new SerializationException("the first byte is " + magic + ", not Confluent's 0");
    }
    return new ConfluentFrame(buffer.getInt(), buffer.slice());
  }

  static byte[] header(int schemaId) {
    return ByteBuffer.allocate(LENGTH).put(MAGIC).putInt(schemaId).array();
  }
}
