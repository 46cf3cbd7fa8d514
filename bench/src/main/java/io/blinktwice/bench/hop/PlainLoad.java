package io.blinktwice.bench.hop;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Small events of no meaning: what the floors are fed with. */
final class PlainLoad implements Load {
  private static final int KEYS = 2_000;
  private static final int VALUE_BYTES = 100;

  private final String topic;
  private final KafkaProducer<String, byte[]> producer;

  PlainLoad(KafkaConnection connection, String topic) {
    this.topic = topic;
    Properties sending = connection.producerProperties();
    sending.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer = new KafkaProducer<>(sending, new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public int eventsInAUnit() {
    return 1;
  }

  @Override
  public void steady(int number, Stamp stamp) {
    byte[] value = new byte[VALUE_BYTES];
    stamp.putAtTheBeginningOf(value);
    producer.send(new ProducerRecord<>(topic, "key-" + number % KEYS, value));
  }

  @Override
  public void full(int number, Stamp stamp) {
    steady(number, stamp);
  }

  @Override
  public void close() {
    producer.close();
  }
}
