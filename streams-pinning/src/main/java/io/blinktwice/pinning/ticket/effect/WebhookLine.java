package io.blinktwice.pinning.ticket.effect;

import io.blinktwice.events.Ticket;
import io.blinktwice.pinning.ticket.topology.TicketNews;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.DeadLetters;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.Quarantine;
import io.blinktwice.runtime.life.Death;
import io.blinktwice.runtime.life.FailureBudget;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(3);

  /** Longer than one message can take with all of its attempts. */
  private static final Duration BETWEEN_POLLS = Duration.ofHours(1);

  private final Webhook hook;
  private final KafkaConnection connection;
  private final Delivery delivery;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Quarantine letters;
  private final FailureBudget budget = FailureBudget.ordinary();
  private final InstantSource clock = InstantSource.system();
  private final Deserializer<Ticket> tickets;
  private final Death death;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean assigned;

  private WebhookLine(KafkaConnection connection, Webhook hook) {
    this.hook = hook;
    this.connection = connection;
    this.delivery = new Delivery(hook, clock, this::pause, RetryPauses.ORDINARY);
    this.consumer =
        new KafkaConsumer<>(
            properties(connection, hook), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.letters = Quarantine.on(connection, name());
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
        step();
      }
    } catch (WakeupException | InterruptException e) {
      LOG.atDebug().addKeyValue("webhook", hook.name()).log("the line was closed");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("webhook", hook.name()).log("the line is dead");
      death.comesOf(e);
    }
  }

  /**
   * Through any outage, and through as many faults as are forgiven; what was not told comes again.
   */
  private void step() {
    try {
      for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
        tellOrGoBack(found);
      }
      assigned = true;
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      FailureBudget.Judgement judgement = budget.judge(e, clock.instant());
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("webhook", hook.name())
          .addKeyValue("judgement", judgement)
          .log("news of tickets waits");
      if (judgement == FailureBudget.Judgement.TOO_MANY || !pause(AFTER_A_FAILURE)) {
        throw e;
      }
    }
  }

  private void tellOrGoBack(ConsumerRecord<byte[], byte[]> found) {
    try {
      tell(found);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      TopicPartition partition = new TopicPartition(found.topic(), found.partition());
      if (consumer.assignment().contains(partition)) {
        consumer.seek(partition, found.offset());
      }
      throw e;
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

  private void tell(ConsumerRecord<byte[], byte[]> found) {
    Optional<String> key = TicketNews.of(CloudEvents.id(found.headers()));
    if (key.isPresent() && found.value() != null) {
      switch (told(found, key.get())) {
        case Delivery.Result.Delivered delivered -> {}
        case Delivery.Result.GivenUp(String reason) ->
            letters.setAside(found, reason, ServiceMetrics.Fault.UNUSABLE);
        case Delivery.Result.Interrupted interrupted -> throw new WakeupException();
      }
    }
    keep(new TopicPartition(found.topic(), found.partition()), found.offset() + 1);
  }

  private Delivery.Result told(ConsumerRecord<byte[], byte[]> found, String key) {
    Ticket ticket;
    try {
      ticket = tickets.deserialize(found.topic(), found.value());
    } catch (SerializationException e) {
      return new Delivery.Result.GivenUp(DeadLetters.reasonOf(e));
    }
    return delivery.deliver(key, Notice.of(ticket, key, hook.shape()));
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
