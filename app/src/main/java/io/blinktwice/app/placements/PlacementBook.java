package io.blinktwice.app.placements;

import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The newest decisions of each session, and the statements that wait. What a gateway had waiting
 * that is silent itself is no longer believed: it tells of its line every two seconds.
 */
final class PlacementBook {
  static final int SESSIONS = 5_000;
  static final int OF_A_SESSION = 20;
  private static final int MOST_WAITING = 100_000;
  private static final int GATEWAYS = 1_000;
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Map<String, Deque<RoutingDecision>> sessions = bounded(SESSIONS);
  private final Map<Statement, RoutingDecision> waiting = bounded(MOST_WAITING);
  private final Map<String, Instant> heard = bounded(GATEWAYS);

  private record Statement(String replica, String session, String operation) {}

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  synchronized void decided(RoutingDecision told) {
    String session = told.getSessionId();
    Deque<RoutingDecision> known = sessions.remove(session);
    Deque<RoutingDecision> all = known == null ? new ArrayDeque<>() : known;
    all.addFirst(told);
    if (all.size() > OF_A_SESSION) {
      all.removeLast();
    }
    sessions.put(session, all);
    String operation = told.getOperationId();
    if (operation != null) {
      Statement statement = new Statement(told.getReplica(), session, operation);
      if (told.getKind() == RoutingKind.QUEUED) {
        waiting.put(statement, told);
      } else {
        waiting.remove(statement);
      }
    }
  }

  synchronized void wants(PlacementDemand told) {
    heard.remove(told.getReplica());
    heard.put(told.getReplica(), told.getAt());
  }

  /** Those of a session, the newest first. */
  synchronized List<RoutingDecision> of(String session) {
    Deque<RoutingDecision> known = sessions.get(session);
    if (known == null) {
      throw new NoSuchElementException(session);
    }
    return List.copyOf(known);
  }

  /** The last decision of each session, the newest first. */
  synchronized List<RoutingDecision> newest(int most) {
    List<RoutingDecision> all = new ArrayList<>();
    sessions.values().forEach(each -> all.add(each.getFirst()));
    return all.reversed().stream().limit(most).toList();
  }

  /** What waits, the longest wait first. */
  synchronized List<RoutingDecision> waiting(Instant now) {
    waiting.values().removeIf(one -> isSilent(one, now));
    return List.copyOf(waiting.values());
  }

  private boolean isSilent(RoutingDecision one, Instant now) {
    @Nullable Instant last = heard.get(one.getReplica());
    Instant since = last == null || last.isBefore(one.getDecidedAt()) ? one.getDecidedAt() : last;
    return Duration.between(since, now).compareTo(SILENCE) > 0;
  }

  /** How many of each workspace wait. */
  static Map<String, Long> byWorkspace(List<RoutingDecision> waiting) {
    Map<String, Long> counts = new HashMap<>();
    waiting.forEach(one -> counts.merge(one.getWorkspace(), 1L, Long::sum));
    return counts;
  }
}
