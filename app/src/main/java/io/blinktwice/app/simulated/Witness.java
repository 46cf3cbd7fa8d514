package io.blinktwice.app.simulated;

import io.blinktwice.app.simulated.FleetAccount.Attempt;
import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads what is committed from now on: verdicts, pins, decisions on roll-outs, dead letters. */
final class Witness implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConnection connection;
  private final RunName names;
  private final FleetAccount account;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Consumer<ConsumerRecord<byte[], byte[]>>> readers = new HashMap<>();
  private final Queue<RunVerdict> verdicts = new ConcurrentLinkedQueue<>();
  private final Queue<RolloutDecision> decisions = new ConcurrentLinkedQueue<>();
  private final Queue<String> unpinned = new ConcurrentLinkedQueue<>();
  private final AtomicLong pins = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException trouble;

  Witness(KafkaConnection connection, RunName names, FleetAccount account) {
    this.connection = connection;
    this.names = names;
    this.account = account;
    Properties properties = connection.properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    read(Topics.RUN_VERDICTS, this::verdict);
    read(Topics.PIN_EVENTS, this::pin);
    read(Topics.ROLLOUT_DECISIONS, decisions::add);
    read(Topics.DEAD_LETTERS, this::letter);
    startFromNow();
    this.thread = Thread.ofPlatform().daemon().name("fleet-witness").start(this::run);
  }

  private <V extends SpecificRecord> void read(Topic<V> topic, Consumer<V> listener) {
    String name = connection.nameOf(topic);
    Deserializer<V> values = connection.serdeOf(topic).deserializer();
    readers.put(
        name,
        record -> {
          if (record.value() != null) {
            listener.accept(values.deserialize(name, record.value()));
          }
        });
  }

  private void startFromNow() {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : readers.keySet()) {
      consumer
          .partitionsFor(topic)
          .forEach(each -> all.add(new TopicPartition(topic, each.partition())));
    }
    consumer.assign(all);
    consumer.seekToEnd(all);
    // Where the end is, is asked now and not with the first poll.
    all.forEach(consumer::position);
  }

  private void run() {
    try {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Consumer<ConsumerRecord<byte[], byte[]>> reader = readers.get(record.topic());
          if (reader != null) {
            reader.accept(record);
          }
        }
      }
    } catch (WakeupException e) {
      if (!closed) {
        trouble = e;
      }
    } catch (RuntimeException e) {
      trouble = e;
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void verdict(RunVerdict verdict) {
    names
        .number(verdict.getRunId())
        .ifPresent(
            run -> {
              if (verdict.getCorrects() == null) {
                account.verdict(new Attempt(run, verdict.getAttempt()));
                verdicts.add(verdict);
              }
            });
  }

  private void pin(PinEvent event) {
    if (event.getKind() == PinEventKind.CREATED) {
      pins.incrementAndGet();
    } else if (event.getKind() == PinEventKind.RELEASED) {
      unpinned.add(event.getPin().getFingerprint());
    }
  }

  private void letter(DeadLetter letter) {
    ByteBuffer id = letter.getHeaders().get(CloudEvents.ID);
    if (id != null) {
      names
          .named(StandardCharsets.UTF_8.decode(id.duplicate()).toString())
          .ifPresent(named -> account.letter(named.attempt(), named.part(), letter.getReason()));
    }
  }

  /** The next verdict on a run of ours. */
  @Nullable RunVerdict verdict() {
    if (trouble != null) {
      throw new IllegalStateException("what was committed cannot be read any more", trouble);
    }
    return verdicts.poll();
  }

  @Nullable RolloutDecision decision() {
    return decisions.poll();
  }

  /** A fingerprint whose pin has ended. */
  @Nullable String unpinned() {
    return unpinned.poll();
  }

  /** Pins made since it began. */
  long pins() {
    return pins.get();
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(POLL.multipliedBy(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
