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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several views, fed by one reader. */
class SharedReaderTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration BLINK = Duration.ofMillis(1);
  private static final int FORGIVEN = 5;
  private static final String ONE = "bt.one";
  private static final String OTHER = "bt.other";
  private static final byte[] GARBAGE = "garbage".getBytes(StandardCharsets.UTF_8);

  private final RecordedTopics topics = new RecordedTopics();
  private final MockProducer<byte[], byte[]> letters =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<TopicView<Release>> views = new ArrayList<>();
  private final AtomicInteger decoded = new AtomicInteger();
  private TinyRegistry registry;
  private KafkaConnection connection;
  private UnreadableRecords unreadable;
  private SharedReader reader;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    connection = new KafkaConnection("127.0.0.1:1", registry.url(), "bt", Map.of());
    startReader();
  }

  private void startReader() {
    unreadable =
        new UnreadableRecords(new Quarantine(connection, "test", () -> letters), topics::consumer);
    reader = new SharedReader(unreadable, topics::consumer, topics.consumer());
    reader.start();
  }

  @AfterEach
  void stop() {
    views.forEach(TopicView::close);
    reader.close();
    registry.close();
  }

  @Test
  void newsAreFetchedAndDecodedOnceForAllViewsOfATopic() {
    topics.make(ONE, 0);
    List<String> first = follow(ONE);
    List<String> second = follow(ONE);
    awaitCaughtUp();
    add(ONE, 0, 3);
    awaitTold(first, 3);
    awaitTold(second, 3);
    assertEquals(keys(0, 3), first);
    assertEquals(keys(0, 3), second);
    assertEquals(List.of(ONE + "@0", ONE + "@1", ONE + "@2"), topics.fetched);
    assertEquals(3, decoded.get());
  }

  @Test
  void whoComesLateIsToldOfEverythingAndNobodyElseAgain() {
    add(ONE, 0, 700);
    List<String> early = follow(ONE);
    awaitTold(early, 700);
    List<String> late = follow(ONE);
    add(ONE, 700, 1_500);
    awaitTold(late, 1_500);
    awaitTold(early, 1_500);
    assertEquals(keys(0, 1_500), early);
    assertEquals(keys(0, 1_500), late);
  }

  @Test
  void whoWantsTheNewestBeginsThereThoughAnotherReadsAll() {
    add(ONE, 0, 100);
    List<String> newest = new CopyOnWriteArrayList<>();
    List<String> all = follow(ONE);
    follow(ONE, 10, record -> newest.add(record.key()));
    awaitCaughtUp();
    add(ONE, 100, 101);
    awaitTold(newest, 11);
    awaitTold(all, 101);
    assertEquals(keys(90, 101), newest);
    assertEquals(keys(0, 101), all);
  }

  @Test
  void aSlowListenerHoldsNobodyUpAndMissesNothing() throws Exception {
    int many = 5 * Inbox.RECORDS;
    topics.make(ONE, 0);
    topics.make(OTHER, 0);
    CountDownLatch held = new CountDownLatch(1);
    List<String> slow = new CopyOnWriteArrayList<>();
    follow(
        ONE,
        TopicView.ALL,
        record -> {
          await(held);
          slow.add(record.key());
        });
    List<String> same = follow(ONE);
    List<String> other = follow(OTHER);
    add(ONE, 0, many);
    add(OTHER, 0, 5);
    awaitTold(same, many);
    awaitTold(other, 5);
    assertEquals(List.of(), slow);
    held.countDown();
    awaitTold(slow, many);
    assertEquals(keys(0, many), slow);
    assertEquals(keys(0, many), same);
    add(ONE, many, many + 1);
    awaitTold(slow, many + 1);
    awaitTold(same, many + 1);
  }

  @Test
  void aViewIsNotCaughtUpBeforeItsListenerIs() {
    CountDownLatch held = new CountDownLatch(1);
    add(ONE, 0, 2);
    follow(ONE, TopicView.ALL, record -> await(held));
    assertFalse(views.getFirst().awaitCaughtUp(Duration.ofMillis(50)));
    held.countDown();
    assertTrue(views.getFirst().awaitCaughtUp(SOON));
  }

  @Test
  void aBadRecordIsOneLetterForAllViewsAndStarts() {
    topics.add(new ConsumerRecord<>(ONE, 0, 0, key(0), GARBAGE));
    add(ONE, 1, 2);
    List<String> first = follow(ONE);
    List<String> second = follow(ONE);
    awaitTold(first, 1);
    awaitTold(second, 1);
    List<String> late = follow(ONE);
    awaitTold(late, 1);
    stopViews();
    startReader();
    List<String> afterARestart = follow(ONE);
    awaitTold(afterARestart, 1);
    assertEquals(1, letters.history().size());
  }

  @Test
  void aListenerThatDiesTakesNobodyAlong() {
    topics.make(ONE, 0);
    follow(
        ONE,
        TopicView.ALL,
        record -> {
          throw new IllegalStateException("broken");
        });
    List<String> healthy = follow(ONE);
    add(ONE, 0, 2);
    Awaitility.await().atMost(SOON).until(views.getFirst()::isDead);
    add(ONE, 2, 4);
    awaitTold(healthy, 4);
    assertTrue(views.getLast().isLive());
  }

  @Test
  void aTopicThatCannotBeReadIsTheDeathOfItsViewsOnly() {
    topics.make(ONE, 0);
    topics.make(OTHER, 0);
    follow(ONE);
    List<String> other = follow(OTHER);
    awaitCaughtUp();
    for (int fault = 0; fault <= FORGIVEN; fault++) {
      assertFalse(views.getFirst().isDead());
      topics.failNextPoll(
          ONE,
          new KafkaException(
              fault % 2 == 0
                  ? "Received exception when fetching the next record from bt.one-0. If needed, please seek past the record to continue consumption."
                  : "Encountered corrupt message when fetching offset 3 for topic-partition bt.one-0"));
      Awaitility.await().atMost(SOON).until(topics::hasFailed);
    }
    Awaitility.await().atMost(SOON).until(views.getFirst()::isDead);
    add(OTHER, 0, 2);
    awaitTold(other, 2);
    assertTrue(views.getLast().isLive());
  }

  @Test
  void whatATopicIsForbiddenConcernsNoOther() {
    topics.make(ONE, 0);
    topics.make(OTHER, 0);
    List<String> one = follow(ONE);
    List<String> other = follow(OTHER);
    awaitCaughtUp();
    topics.failNextPoll(ONE, new TopicAuthorizationException(ONE));
    Awaitility.await().atMost(SOON).until(topics::hasFailed);
    add(ONE, 0, 3);
    add(OTHER, 0, 3);
    awaitTold(one, 3);
    awaitTold(other, 3);
    assertEquals(keys(0, 3), one);
  }

  @Test
  void whoLeavesIsToldOfNothingMoreAndTheOthersGoOn() {
    topics.make(ONE, 0);
    List<String> leaves = follow(ONE);
    List<String> stays = follow(ONE);
    awaitCaughtUp();
    views.getFirst().close();
    add(ONE, 0, 2);
    awaitTold(stays, 2);
    assertEquals(List.of(), leaves);
  }

  @Test
  void aTopicThatIsMadeAnewIsToldFromItsBeginning() {
    add(ONE, 0, 10);
    List<String> told = follow(ONE);
    awaitTold(told, 10);
    topics.rewind(ONE);
    add(ONE, 0, 2);
    awaitTold(told, 12);
    assertEquals(keys(0, 2), told.subList(10, 12));
  }

  private List<String> follow(String topic) {
    List<String> told = new CopyOnWriteArrayList<>();
    follow(topic, TopicView.ALL, record -> told.add(record.key()));
    return told;
  }

  private void follow(String topic, long newest, TopicView.Listener<Release> listener) {
    Deserializer<Release> values = connection.serdeOf(Topics.RELEASES).deserializer();
    TopicReading<Release> reading =
        new TopicReading<>(
            topic,
            (name, bytes) -> {
              decoded.incrementAndGet();
              return values.deserialize(name, bytes);
            },
            unreadable,
            true,
            new ReentrantLock());
    FailureBudget budget = new FailureBudget(FORGIVEN, Duration.ofMinutes(10));
    views.add(
        TopicView.follow(
            "view-" + views.size(),
            new SharedReaders.Share(reader, () -> {}),
            reading,
            newest,
            listener,
            new Patience(budget, InstantSource.system(), BLINK, BLINK)));
  }

  private void stopViews() {
    views.forEach(TopicView::close);
    views.clear();
    reader.close();
  }

  private void awaitCaughtUp() {
    views.forEach(view -> assertTrue(view.awaitCaughtUp(SOON)));
  }

  private static void awaitTold(List<String> told, int records) {
    Awaitility.await().atMost(SOON).until(() -> told.size() >= records);
    assertEquals(records, told.size());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(SOON.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(String topic, int from, int to) {
    byte[] value = release();
    for (int offset = from; offset < to; offset++) {
      topics.add(new ConsumerRecord<>(topic, 0, offset, key(offset), value));
    }
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static byte[] key(int offset) {
    return Integer.toString(offset).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] release() {
    Release release =
        Release.newBuilder()
            .setVersion("1")
            .setEngine("spark")
            .setRegisteredBy("test")
            .setRegisteredAt(Instant.EPOCH)
            .build();
    return connection.serdeOf(Topics.RELEASES).serializer().serialize(ONE, release);
  }
}
