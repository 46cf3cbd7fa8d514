package io.blinktwice.pinning.ticket.effect;

import io.blinktwice.events.Ticket;
import io.blinktwice.pinning.ticket.topology.TicketNews;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.DeadLetters;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.life.Death;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to one receiver: everything that is news of tickets, in the order of each ticket.
 *
 * <p>A record is done with when the receiver has heard it or it is a dead letter, and only then is
 * its position kept: a crash in between tells it again, under the same key. Each receiver has a
 * line of its own, so that one that is away holds up no other.
 */
public final class WebhookLine implements LongRunning, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookLine.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** Longer than one message can take with all of its attempts. */
  private static final Duration BETWEEN_POLLS = Duration.ofHours(1);

  private final Webhook hook;
  private final KafkaConnection connection;
  private final Delivery delivery;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> letters;
  private final Deserializer<Ticket> tickets;
  private final Death death;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean assigned;

  private WebhookLine(KafkaConnection connection, Webhook hook) {
    this.hook = hook;
    this.connection = connection;
    this.delivery = new Delivery(hook, InstantSource.system(), this::pause, RetryPauses.ORDINARY);
    this.consumer =
        new KafkaConsumer<>(
            properties(connection, hook), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.letters =
        new KafkaProducer<>(
            connection.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    this.tickets = connection.serdeOf(Topics.TICKETS).deserializer();
    this.death = new Death(name());
    this.thread = Thread.ofPlatform().daemon().name(name()).unstarted(this::run);
  }

  public static WebhookLine open(KafkaConnection connection, Webhook hook) {
    WebhookLine line = new WebhookLine(connection, hook);
    line.thread.start();
    return line;
  }

  private static Properties properties(KafkaConnection connection, Webhook hook) {
    Properties properties = connection.properties();
    properties.put(
        ConsumerConfig.GROUP_ID_CONFIG, connection.topicPrefix() + ".webhook." + hook.name());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A new receiver is told of what comes, not of all that ever was.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    properties.put(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(BETWEEN_POLLS.toMillis()));
    return properties;
  }

  @Override
  public String name() {
    return "webhook-" + hook.name();
  }

  @Override
  public boolean isReady() {
    return assigned && !isDead();
  }

  @Override
  public boolean isDead() {
    return death.hasCome();
  }

  @Override
  public void onDead(Consumer<Throwable> callback) {
    death.tell(callback);
  }

  private void run() {
    try (consumer;
        letters) {
      consumer.subscribe(List.of(connection.nameOf(Topics.TICKETS)), new Beginning());
      while (closing.getCount() > 0) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          if (!tell(found)) {
            return;
          }
        }
        assigned = true;
      }
    } catch (WakeupException | InterruptException e) {
      LOG.atDebug().addKeyValue("webhook", hook.name()).log("the line was closed");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("webhook", hook.name()).log("the line is dead");
      death.comesOf(e);
    }
  }

  /** Where a new line begins is kept at once: what comes before its first message is not lost. */
  private final class Beginning implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> keep(partition, consumer.position(partition)));
    }
  }

  private void keep(TopicPartition partition, long next) {
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
  }

  /** False if the program ends before it is told. */
  private boolean tell(ConsumerRecord<byte[], byte[]> found) {
    Optional<String> key = TicketNews.of(CloudEvents.id(found.headers()));
    if (key.isPresent() && found.value() != null) {
      Ticket ticket = tickets.deserialize(found.topic(), found.value());
      switch (delivery.deliver(key.get(), Notice.of(ticket, key.get(), hook.shape()))) {
        case Delivery.Result.Delivered delivered -> {}
        case Delivery.Result.GivenUp(String reason) -> setAside(found, reason);
        case Delivery.Result.Interrupted interrupted -> {
          return false;
        }
      }
    }
    keep(new TopicPartition(found.topic(), found.partition()), found.offset() + 1);
    return true;
  }

  private void setAside(ConsumerRecord<byte[], byte[]> found, String reason) {
    DeadLetters writer = new DeadLetters(connection, name());
    try {
      letters
          .send(writer.produced(DeadLetters.Origin.of(found), reason))
          .get(CLOSING.toMillis() * 6, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new KafkaException("the dead letter was not taken", e);
    }
  }

  private boolean pause(Duration duration) {
    try {
      return !closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
