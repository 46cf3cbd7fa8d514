package io.blinktwice.e2e;

import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Every kind of bad run event, among good ones of one workload. */
final class Poison {
  private static final Duration DECADES = Duration.ofDays(20_000);
  private static final Duration BROKER_IS_AT_MOST_OFF = Duration.ofMinutes(5);

  private final KafkaConnection kafka;
  private final Reporter job;
  private final Map<String, String> due = new LinkedHashMap<>();

  Poison(KafkaConnection kafka, Reporter job) {
    this.kafka = kafka;
    this.job = job;
  }

  /** A word of the reason that is due for each offset; and three clean runs, with any timestamp. */
  Map<String, String> write() throws Exception {
    Instant now = Instant.now();
    byte[] good = encoded(event("r1"));
    byte[] key = job.key().getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      write(producer, now, key, good);
      bad(producer, key, new byte[] {'{', '"', 'a', '"', ':', '1', '}'}, "first byte");
      bad(producer, key, new byte[] {0, 0, 0, 0}, "too short");
      bad(producer, key, new byte[] {0, 0, 127, 0, 0, 1, 2}, "schema");
      bad(producer, key, Arrays.copyOf(good, good.length / 2), "body");
      bad(producer, null, good, "no key");
      bad(producer, key, null, "no value");
      bad(producer, "other".getBytes(StandardCharsets.UTF_8), good, "fingerprint");
      RunEvent odd = event("r1");
      odd.setWorkload("vic\u0007tim\u0000");
      bad(producer, key, encoded(odd), "control character");
      write(producer, now.plus(DECADES), key, encoded(event("r2")));
      write(producer, Instant.EPOCH, key, encoded(event("r3")));
    }
    return due;
  }

  private RunEvent event(String run) {
    return job.event(run, 1, RunEventKind.SUCCEEDED, Workshop.STABLE);
  }

  private byte[] encoded(RunEvent event) {
    return kafka
        .serdeOf(Topics.RUN_EVENTS)
        .serializer()
        .serialize(kafka.nameOf(Topics.RUN_EVENTS), event);
  }

  private void bad(
      KafkaProducer<byte[], byte[]> producer,
      byte @Nullable [] key,
      byte @Nullable [] value,
      String reason)
      throws Exception {
    due.put("@" + write(producer, Instant.now(), key, value).offset(), reason);
  }

  private RecordMetadata write(
      KafkaProducer<byte[], byte[]> producer,
      Instant said,
      byte @Nullable [] key,
      byte @Nullable [] value)
      throws Exception {
    RecordMetadata written =
        producer
            .send(
                new ProducerRecord<>(
                    kafka.nameOf(Topics.RUN_EVENTS), 0, said.toEpochMilli(), key, value))
            .get(60, TimeUnit.SECONDS);
    Instant at = Instant.ofEpochMilli(written.timestamp());
    if (Duration.between(at, Instant.now()).abs().compareTo(BROKER_IS_AT_MOST_OFF) > 0) {
      throw new AssertionError("the broker took over a producer's clock: " + at);
    }
    return written;
  }
}
