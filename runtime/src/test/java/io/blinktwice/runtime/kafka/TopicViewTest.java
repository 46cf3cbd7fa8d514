package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.Release;
import io.blinktwice.runtime.life.FailureBudget;
import io.blinktwice.runtime.serde.TinyRegistry;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicViewTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration BLINK = Duration.ofMillis(1);
  private static final int FORGIVEN = 5;
  private static final String TOPIC = "bt.releases";

  private final RecordedTopics topics = new RecordedTopics();
  private final MockProducer<byte[], byte[]> letters =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private TinyRegistry registry;
  private boolean endsKeys = true;
  private long newest = TopicView.ALL;
  private KafkaConnection connection;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    connection = new KafkaConnection("127.0.0.1:1", registry.url(), "bt", Map.of());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void tellsOfEveryRecordAndOfTheEndOfAKey() {
    topicHolds(0, record(0, "a", release("a")), record(1, "a", null));
    try (TopicView<Release> view = follow(this::remember)) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("a=a", "a=null"), seen);
      assertTrue(view.isReady());
      assertTrue(view.isLive());
    }
  }

  @Test
  void whoWantsTheNewestOnlyIsNotToldOfTheRest() {
    newest = 2;
    topicHolds(0, record(0, "a", release("a")), record(1, "b", release("b")), record(2, "c", null));
    try (TopicView<Release> view = follow(this::remember)) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("b=b", "c=null"), seen);
    }
  }

  @Test
  void isNotReadyBeforeItHasReadWhatStoodThere() {
    topicHolds(1, record(0, "a", release("a")));
    try (TopicView<Release> view = follow(this::remember)) {
      Awaitility.await().atMost(SOON).until(() -> seen.size() == 1);
      assertFalse(view.isCaughtUp());
      assertFalse(view.isReady());
      topics.add(record(1, "b", release("b")));
      assertTrue(view.awaitCaughtUp(SOON));
    }
  }

  @Test
  void waitsForATopicThatIsNotThereYet() {
    try (TopicView<Release> view = follow(this::remember)) {
      assertFalse(view.awaitCaughtUp(Duration.ofMillis(50)));
      assertTrue(view.isLive());
      topics.add(record(0, "a", release("a")));
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("a=a"), seen);
    }
  }

  @Test
  void setsAsideWhatCannotBeReadAndGoesOn() {
    topicHolds(
        0,
        record(0, "a", "garbage".getBytes(StandardCharsets.UTF_8)),
        new ConsumerRecord<>(TOPIC, 0, 1, null, release("no key")),
        record(2, "b", release("b")));
    try (TopicView<Release> view = follow(this::remember)) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("b=b"), seen);
      assertEquals(
          List.of("dead-" + TOPIC + "-0@0", "dead-" + TOPIC + "-0@1"),
          letters.history().stream().map(TopicViewTest::idOf).toList());
    }
  }

  @Test
  void noValueWhereNoKeyEndsIsALetter() {
    endsKeys = false;
    topicHolds(0, record(0, "a", null), record(1, "b", release("b")));
    try (TopicView<Release> view = follow(this::remember)) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("b=b"), seen);
      assertEquals(
          List.of("dead-" + TOPIC + "-0@0"),
          letters.history().stream().map(TopicViewTest::idOf).toList());
    }
  }

  @Test
  void isNotPastARecordBeforeItsLetterIsWritten() {
    letters.sendException = new TimeoutException("brokers are away");
    topicHolds(0, record(0, "a", new byte[] {1}), record(1, "b", release("b")));
    try (TopicView<Release> view = follow(this::remember)) {
      assertFalse(view.awaitCaughtUp(Duration.ofMillis(100)));
      assertTrue(view.isLive());
      assertEquals(List.of(), seen);
      letters.sendException = null;
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("b=b"), seen);
      assertEquals(1, letters.history().size());
    }
  }

  @Test
  void aLetterThatIsRefusedIsTriedAgain() {
    MockProducer<byte[], byte[]> byHand =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    topicHolds(0, record(0, "a", new byte[] {1}), record(1, "b", release("b")));
    try (TopicView<Release> view = follow(this::remember, () -> byHand)) {
      Awaitility.await()
          .atMost(SOON)
          .until(() -> byHand.errorNext(new IllegalStateException("refused")));
      Awaitility.await().atMost(SOON).until(byHand::completeNext);
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("b=b"), seen);
    }
  }

  @Test
  void waitsOutARegistryThatIsAwayAndMissesNothing() {
    ConsumerRecord<byte[], byte[]> record = record(0, "a", release("a"));
    // Under another address nothing is known of the schemas yet.
    connection = new KafkaConnection("127.0.0.1:1", registry.url() + "/", "bt", Map.of());
    registry.refuseNext(503, 503, 503, 503, 503, 503, 429);
    topics.add(record);
    try (TopicView<Release> view = follow(this::remember)) {
      assertTrue(view.awaitCaughtUp(Duration.ofSeconds(30)));
      assertEquals(List.of("a=a"), seen);
      assertEquals(List.of(), letters.history());
    }
  }

  @Test
  void tellsAgainAListenerThatStumbles() {
    AtomicInteger stumbles = new AtomicInteger();
    topicHolds(0, record(0, "a", release("a")), record(1, "b", release("b")));
    TopicView.Listener<Release> listener =
        record -> {
          if (stumbles.getAndIncrement() < FORGIVEN) {
            throw new IllegalStateException("stumbled");
          }
          remember(record);
        };
    try (TopicView<Release> view = follow(listener)) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("a=a", "b=b"), seen);
      assertTrue(view.isReady());
    }
  }

  @Test
  void diesOfAListenerThatAlwaysFailsRatherThanPassOver() throws Exception {
    BlockingQueue<Throwable> causes = new LinkedBlockingQueue<>();
    RuntimeException broken = new IllegalStateException("broken");
    topicHolds(0, record(0, "a", release("a")), record(1, "b", release("b")));
    TopicView.Listener<Release> listener =
        record -> {
          remember(record);
          throw broken;
        };
    try (TopicView<Release> view = follow(listener)) {
      view.onDead(causes::add);
      assertEquals(broken, causes.poll(20, TimeUnit.SECONDS));
      assertTrue(view.isDead());
      assertFalse(view.isLive());
      assertFalse(view.isReady());
      assertFalse(view.awaitCaughtUp(SOON));
      assertEquals(FORGIVEN + 1, seen.size());
      assertFalse(seen.contains("b=b"));
    }
  }

  @Test
  void getsOverAFailedPoll() {
    topicHolds(0, record(0, "a", release("a")));
    topics.failNextPoll(TOPIC, new AuthorizationException("not now"));
    try (TopicView<Release> view = follow(this::remember)) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(List.of("a=a"), seen);
    }
  }

  @Test
  void beingClosedIsNotDeath() {
    topicHolds(0, record(0, "a", "garbage".getBytes(StandardCharsets.UTF_8)));
    TopicView<Release> view = follow(this::remember);
    assertTrue(view.awaitCaughtUp(SOON));
    view.close();
    assertFalse(view.isLive());
    assertFalse(view.isDead());
    assertTrue(topics.allAreClosed());
    assertTrue(letters.closed());
  }

  @Test
  void connectsForLettersOnlyWhenThereIsOne() {
    topicHolds(0, record(0, "a", release("a")));
    AtomicInteger connected = new AtomicInteger();
    try (TopicView<Release> view =
        follow(
            this::remember,
            () -> {
              connected.incrementAndGet();
              return letters;
            })) {
      assertTrue(view.awaitCaughtUp(SOON));
      assertEquals(0, connected.get());
      topics.add(record(1, "b", "garbage".getBytes(StandardCharsets.UTF_8)));
      Awaitility.await().atMost(SOON).until(() -> letters.history().size() == 1);
      assertEquals(1, connected.get());
    }
  }

  private TopicView<Release> follow(TopicView.Listener<Release> listener) {
    return follow(listener, () -> letters);
  }

  private TopicView<Release> follow(
      TopicView.Listener<Release> listener, Supplier<Producer<byte[], byte[]>> producers) {
    UnreadableRecords unreadable =
        new UnreadableRecords(new Quarantine(connection, "test", producers), topics::consumer);
    SharedReader reader = new SharedReader(unreadable, topics::consumer, topics.consumer());
    reader.start();
    TopicReading<Release> reading =
        new TopicReading<>(
            TOPIC,
            connection.serdeOf(Topics.RELEASES).deserializer(),
            unreadable,
            endsKeys,
            new ReentrantLock());
    FailureBudget budget = new FailureBudget(FORGIVEN, Duration.ofMinutes(10));
    return TopicView.follow(
        "view",
        new SharedReaders.Share(reader, reader::close),
        reading,
        newest,
        listener,
        new Patience(budget, InstantSource.system(), BLINK, BLINK));
  }

  private void remember(TopicView.Record<Release> record) {
    Release value = record.value();
    seen.add(record.key() + "=" + (value == null ? null : value.getVersion()));
  }

  /** The topic ends after these records and as many more. */
  @SafeVarargs
  private void topicHolds(int more, ConsumerRecord<byte[], byte[]>... records) {
    List.of(records).forEach(topics::add);
    topics.make(TOPIC, records.length + more);
  }

  private byte[] release(String version) {
    Release release =
        Release.newBuilder()
            .setVersion(version)
            .setEngine("spark")
            .setRegisteredBy("test")
            .setRegisteredAt(Instant.EPOCH)
            .build();
    return connection.serdeOf(Topics.RELEASES).serializer().serialize(TOPIC, release);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static String idOf(ProducerRecord<byte[], byte[]> letter) {
    return String.valueOf(CloudEvents.id(letter.headers()));
  }
}
