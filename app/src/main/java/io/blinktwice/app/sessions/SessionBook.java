package io.blinktwice.app.sessions;

import io.blinktwice.events.JournalStep;
import io.blinktwice.events.SessionJournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that gateways have written down and not closed; those longest unheard of go first
 * where there are too many.
 */
final class SessionBook {
  static final int SESSIONS = 20_000;

  /** What is older, gateways delete. */
  private static final Duration KEPT = Duration.ofDays(7);

  private final Map<String, Known> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > SESSIONS;
        }
      };

  /**
   * A session.
   *
   * @param key by which its records belong together; tells users of the same session id apart
   * @param place where it lives; none before that is known
   * @param steps what makes its state
   */
  record Known(
      String key,
      @Nullable SessionJournalEntry place,
      int steps,
      int records,
      @Nullable String boundBecause) {
    /** Of one that is listed. */
    SessionJournalEntry at() {
      if (place == null) {
        throw new IllegalStateException("a session without a place is not listed");
      }
      return place;
    }
  }

  /**
   * A record of the journal.
   *
   * @param entry none when it is deleted
   */
  synchronized void heard(String key, @Nullable SessionJournalEntry entry, Instant now) {
    int end = key.lastIndexOf('/');
    if (end < 0) {
      return;
    }
    String session = key.substring(0, end);
    boolean ofThePlace = key.startsWith("/0.", end);
    Known known = sessions.getOrDefault(session, new Known(session, null, 0, 0, null));
    Known next =
        entry == null
            ? without(known, ofThePlace)
            : with(withoutItsContent(entry), known, ofThePlace);
    boolean old = entry != null && entry.getAt().isBefore(now.minus(KEPT));
    if (old) {
      return;
    }
    if (next.place() == null && next.records() <= 0) {
      sessions.remove(session);
    } else {
      sessions.put(session, next);
    }
  }

  private static Known with(SessionJournalEntry entry, Known known, boolean ofThePlace) {
    if (ofThePlace) {
      return new Known(known.key(), entry, known.steps(), known.records(), known.boundBecause());
    }
    boolean binds = entry.getKind() == JournalStep.BOUND;
    int steps = known.steps() + (binds || entry.getPart() > 1 ? 0 : 1);
    return new Known(
        known.key(),
        known.place(),
        steps,
        known.records() + 1,
        binds ? entry.getBoundBecause() : known.boundBecause());
  }

  private static Known without(Known known, boolean ofThePlace) {
    return new Known(
        known.key(),
        ofThePlace ? null : known.place(),
        known.steps(),
        ofThePlace ? known.records() : known.records() - 1,
        known.boundBecause());
  }

  /** What is in it can be large and is nobody's business here. */
  private static SessionJournalEntry withoutItsContent(SessionJournalEntry entry) {
    return SessionJournalEntry.newBuilder(entry)
        .setPayload(java.nio.ByteBuffer.allocate(0))
        .build();
  }

  /** Those that have a place and are wanted, by key, after that one. */
  synchronized List<Known> after(@Nullable String key, Predicate<Known> wanted, int most) {
    return sessions.values().stream()
        .filter(known -> known.place() != null)
        .filter(known -> key == null || known.key().compareTo(key) > 0)
        .filter(wanted)
        .sorted(Comparator.comparing(Known::key))
        .limit(most)
        .toList();
  }

  /** The one with this id that was written of last, among those that are wanted. */
  synchronized Optional<Known> find(String id, Predicate<Known> wanted) {
    return sessions.values().stream()
        .filter(known -> known.place() != null && known.at().getSessionId().equals(id))
        .filter(wanted)
        .max(Comparator.comparing(known -> known.at().getAt()));
  }
}
