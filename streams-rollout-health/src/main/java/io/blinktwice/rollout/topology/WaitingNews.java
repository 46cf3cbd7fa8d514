package io.blinktwice.rollout.topology;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.News;
import io.blinktwice.rollout.judge.decision.Beat;
import io.blinktwice.rollout.store.NewsPage;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * News that wait until every partition has told its part of their beat, so that judges hear them in
 * one order whichever partition was faster.
 */
final class WaitingNews {
  private static final String NEWS = "news/";
  private static final String HEARD = "heard";
  private static final String PARTITION = "partition/";
  private static final int FORMAT = 1;

  /** After a silence only so many beats are passed one by one: a day. */
  private static final long MOST_BEATS = 8_640;

  private final KeyValueStore<String, byte[]> store;
  private final IntSupplier partitions;
  private final SortedMap<Integer, Long> through = new TreeMap<>();
  private long pages;
  private long heard;

  WaitingNews(KeyValueStore<String, byte[]> store, IntSupplier partitions) {
    this.store = store;
    this.partitions = partitions;
    byte[] kept = store.get(HEARD);
    if (kept == null) {
      heard = Long.MIN_VALUE;
    } else {
      StateReader in = new StateReader(kept, FORMAT);
      heard = in.count();
      pages = in.count();
    }
    try (KeyValueIterator<String, byte[]> known = store.range(PARTITION, PARTITION + "~")) {
      while (known.hasNext()) {
        KeyValue<String, byte[]> next = known.next();
        through.put(
            Integer.parseInt(next.key.substring(PARTITION.length())),
            new StateReader(next.value, FORMAT).count());
      }
    }
  }

  /** What comes for a beat that was heard is heard with the next one. */
  void add(NewsPage page) {
    SortedMap<Long, List<News>> byBeat = new TreeMap<>();
    for (News news : page.news()) {
      long beat = Math.max(Beat.of(news.at()).number(), heard == Long.MIN_VALUE ? 0 : heard + 1);
      byBeat.computeIfAbsent(beat, any -> new ArrayList<>()).add(news);
    }
    byBeat.forEach(
        (beat, news) ->
            store.put(
                key(beat) + HexFormat.of().toHexDigits(pages++),
                new NewsPage(page.partition(), beat, news).bytes()));
    if (page.through() > through.getOrDefault(page.partition(), Long.MIN_VALUE)) {
      through.put(page.partition(), page.through());
      put(PARTITION + page.partition(), page.through());
    }
  }

  /** The next beat that is complete; none while a partition may still tell of it. */
  OptionalLong complete() {
    if (through.size() < partitions.getAsInt()) {
      return OptionalLong.empty();
    }
    long upTo = through.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    if (heard == Long.MIN_VALUE || upTo - heard > MOST_BEATS) {
      heard = Math.min(upTo, first().orElse(upTo)) - 1;
      heard = Math.max(heard, upTo - MOST_BEATS);
    }
    return heard < upTo ? OptionalLong.of(heard + 1) : OptionalLong.empty();
  }

  private OptionalLong first() {
    try (KeyValueIterator<String, byte[]> all = store.range(NEWS, NEWS + "~")) {
      return all.hasNext()
          ? OptionalLong.of(
              HexFormat.fromHexDigitsToLong(
                  all.next().key.substring(NEWS.length(), 16 + NEWS.length())))
          : OptionalLong.empty();
    }
  }

  /** Everything up to that beat, in its order; it is gone afterwards. */
  List<News> take(long beat) {
    List<News> news = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> due = store.range(NEWS, key(beat) + "~")) {
      while (due.hasNext()) {
        KeyValue<String, byte[]> next = due.next();
        news.addAll(NewsPage.of(next.value).news());
        store.delete(next.key);
      }
    }
    news.sort(News.ORDER);
    heard = beat;
    return news;
  }

  /** Writes down how far it was heard, once for all beats of a step. */
  void keep() {
    StateWriter out = new StateWriter(FORMAT);
    out.count(heard);
    out.count(pages);
    store.put(HEARD, out.bytes());
  }

  private void put(String key, long value) {
    StateWriter out = new StateWriter(FORMAT);
    out.count(value);
    store.put(key, out.bytes());
  }

  private static String key(long beat) {
    return NEWS + HexFormat.of().toHexDigits(beat) + "/";
  }
}
