package io.blinktwice.testkit;

import io.blinktwice.runtime.serde.TopicSerdes;
import io.blinktwice.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Serdes of bare Avro without a frame: a topology driver test needs no registry. */
public final class PlainAvro implements TopicSerdes {
  @Override
  public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
    return Serdes.serdeFrom(
        (name, value) -> bytes(topic, value), (name, bytes) -> value(topic, bytes));
  }

  private static <V extends SpecificRecord> byte @Nullable [] bytes(
      Topic<V> topic, @Nullable V value) {
    if (value == null) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<V>(topic.schema(), SpecificData.getForClass(topic.value()))
          .write(value, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static <V extends SpecificRecord> @Nullable V value(
      Topic<V> topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return new SpecificDatumReader<V>(
              topic.schema(), topic.schema(), SpecificData.getForClass(topic.value()))
          .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("not a " + topic.value().getSimpleName(), e);
    }
  }
}
