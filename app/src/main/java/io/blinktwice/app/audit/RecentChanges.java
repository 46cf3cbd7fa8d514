package io.blinktwice.app.audit;

import io.blinktwice.events.Audit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest changes by their place in the topic, each with its outcome where one is known. */
final class RecentChanges {
  private final int remembered;
  private final TreeMap<Long, Entry> byPlace = new TreeMap<>();
  private final Map<String, Long> places = new HashMap<>();

  /**
   * @param place offset of the first record of it
   */
  record Entry(long place, Audit asked, @Nullable Integer status) {}

  RecentChanges(int remembered) {
    this.remembered = remembered;
  }

  /** Both records of a change are one entry, at the place of the first. */
  synchronized void add(long offset, Audit audit) {
    long place = places.computeIfAbsent(audit.getAuditId(), id -> offset);
    Entry before = byPlace.get(place);
    Audit asked = before == null ? audit : before.asked();
    Integer status =
        audit.getStatus() == null && before != null ? before.status() : audit.getStatus();
    byPlace.put(place, new Entry(place, asked, status));
    if (byPlace.size() > remembered) {
      places.remove(byPlace.pollFirstEntry().getValue().asked().getAuditId());
    }
  }

  /** The newest first. */
  synchronized List<Entry> before(long place, Predicate<Audit> wanted, int limit) {
    return byPlace.headMap(place, false).descendingMap().values().stream()
        .filter(entry -> wanted.test(entry.asked()))
        .limit(limit)
        .toList();
  }
}
