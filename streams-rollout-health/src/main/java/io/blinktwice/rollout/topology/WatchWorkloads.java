package io.blinktwice.rollout.topology;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.evidence.decision.WorkloadRecord;
import io.blinktwice.rollout.judge.decision.Beat;
import io.blinktwice.rollout.store.FactBytes;
import io.blinktwice.rollout.store.NewsPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The workloads of one partition: facts wait until their beat is over, are heard in the order of
 * their time, and what they mean goes to the fleet's judges, a page for some hundred runs.
 *
 * <p>What waits is committed at the ordinary interval, for nobody sees it; what is told, at once.
 *
 * <p>The clock is that of the facts: a beat is over when one that is a beat younger has come. Only
 * where nothing comes the wall clock ends beats, so that a silent partition holds nobody up.
 */
final class WatchWorkloads extends ContextualProcessor<String, SpecificRecord, String, NewsPage> {
  static final String RECORDS = "records-by-workload";
  static final String WAITING = "waiting-by-time";
  static final String CLOCK = "clock-by-partition";

  /** How much later than a fact another one may come that happened before it. */
  static final Duration GRACE = Beat.LENGTH;

  /** So far ahead of the broker's clock a fact may claim to be. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private static final Duration SILENT = Duration.ofSeconds(15);
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(5);

  /** A workload that did not run for so long is forgotten, a few at each beat's end. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(60);

  private static final int SWEPT_AT_ONCE = 20;
  private static final int FORMAT = 1;
  private static final String KEY = "clock";

  private Clock clock = Clock.NEW;
  private long heardAtMillis;

  /**
   * Where the partition is.
   *
   * @param closed number of the newest beat that is over
   * @param swept the workload that was looked at last for being forgotten
   */
  private record Clock(long closed, String swept) {
    static final Clock NEW = new Clock(Long.MIN_VALUE, "");

    byte[] bytes() {
      StateWriter out = new StateWriter(FORMAT);
      out.count(closed);
      out.text(swept);
      return out.bytes();
    }

    static Clock of(byte @Nullable [] bytes) {
      if (bytes == null) {
        return NEW;
      }
      StateReader in = new StateReader(bytes, FORMAT);
      return new Clock(in.count(), in.text());
    }
  }

  @Override
  public void init(ProcessorContext<String, NewsPage> context) {
    super.init(context);
    clock = Clock.of(store(CLOCK).get(KEY));
    heardAtMillis = context.currentSystemTimeMs();
    context.schedule(LOOKS_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  @Override
  public void process(Record<String, SpecificRecord> found) {
    heardAtMillis = context().currentSystemTimeMs();
    Optional<Fact> fact = DecodeFacts.of(found.key(), found.value());
    if (fact.isEmpty()) {
      return;
    }
    if (fact.get() instanceof Fact.Began began) {
      WorkloadRecord record = record(found.key());
      record.hear(began);
      keep(found.key(), record);
      return;
    }
    Fact admitted = admitted(fact.get(), found.timestamp());
    store(WAITING)
        .put(
            time(admitted.at()) + "/" + found.key() + "/" + admitted.name(),
            FactBytes.of(admitted));
    close(Beat.of(admitted.at().minus(GRACE)).number() - 1, found.timestamp());
  }

  /** A fact of a beat that is over counts in the one that is open; none is of the future. */
  private Fact admitted(Fact fact, long recordMillis) {
    Instant latest = Instant.ofEpochMilli(recordMillis).plus(AHEAD);
    Instant at = fact.at().isAfter(latest) ? latest : fact.at();
    if (clock.closed() != Long.MIN_VALUE && Beat.of(at).number() <= clock.closed()) {
      at = new Beat(clock.closed()).end();
    }
    return at.equals(fact.at()) ? fact : fact.movedTo(at);
  }

  private void look(long nowMillis) {
    if (nowMillis - heardAtMillis >= SILENT.toMillis()) {
      Instant now = Instant.ofEpochMilli(nowMillis);
      close(Beat.of(now.minus(GRACE).minus(SILENT)).number() - 1, nowMillis);
    }
  }

  private void close(long through, long recordMillis) {
    if (through <= clock.closed()) {
      return;
    }
    List<News> news = new ArrayList<>();
    Map<String, WorkloadRecord> heard = new HashMap<>();
    try (KeyValueIterator<String, byte[]> due =
        store(WAITING).range("", time(new Beat(through).end()))) {
      while (due.hasNext()) {
        KeyValue<String, byte[]> next = due.next();
        store(WAITING).delete(next.key);
        WorkloadRecord record = heard.computeIfAbsent(unitIn(next.key), this::record);
        news.addAll(record.hear(FactBytes.read(next.value)));
      }
    }
    heard.forEach(this::keep);
    String swept = sweep(new Beat(through).end(), news);
    clock = new Clock(through, swept);
    store(CLOCK).put(KEY, clock.bytes());
    tell(through, news, recordMillis);
    context().commit();
  }

  /** The last page says that the beat is over; those before it do not yet. */
  private void tell(long through, List<News> news, long recordMillis) {
    int partition = context().taskId().partition();
    int from = 0;
    while (news.size() - from > NewsPage.MOST_NEWS) {
      List<News> some = news.subList(from, from + NewsPage.MOST_NEWS);
      send(new NewsPage(partition, Long.MIN_VALUE, some), recordMillis);
      from += NewsPage.MOST_NEWS;
    }
    send(new NewsPage(partition, through, news.subList(from, news.size())), recordMillis);
  }

  private void send(NewsPage page, long recordMillis) {
    context().forward(new Record<>(String.valueOf(page.partition()), page, recordMillis));
  }

  private String sweep(Instant now, List<News> news) {
    String last = "";
    List<String> silent = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> some = store(RECORDS).range(clock.swept(), null)) {
      for (int seen = 0; seen < SWEPT_AT_ONCE && some.hasNext(); seen++) {
        KeyValue<String, byte[]> next = some.next();
        last = next.key;
        Instant lastAt = WorkloadRecord.of(next.key, next.value).lastAt();
        if (lastAt.plus(FORGOTTEN_AFTER).isBefore(now)) {
          silent.add(next.key);
        }
      }
      last = some.hasNext() ? last : "";
    }
    for (String unit : silent) {
      store(RECORDS).delete(unit);
      news.add(new News.Forgotten(now.minusMillis(1), unit));
    }
    return last;
  }

  private WorkloadRecord record(String unit) {
    byte[] kept = store(RECORDS).get(unit);
    return kept == null ? WorkloadRecord.unknown(unit) : WorkloadRecord.of(unit, kept);
  }

  private void keep(String unit, WorkloadRecord record) {
    store(RECORDS).put(unit, record.bytes());
  }

  private KeyValueStore<String, byte[]> store(String name) {
    return context().getStateStore(name);
  }

  /** Sixteen digits, in the order of time. */
  private static String time(Instant at) {
    return HexFormat.of().toHexDigits(at.toEpochMilli());
  }

  private static String unitIn(String key) {
    int slash = key.indexOf('/');
    return key.substring(slash + 1, key.indexOf('/', slash + 1));
  }
}
