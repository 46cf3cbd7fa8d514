package io.blinktwice.router.effect;

import io.blinktwice.router.decision.SessionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions that this gateway has seen lately; the ones longest unused are forgotten first. */
final class LiveSessions {
  static final int REMEMBERED = 20_000;

  /** Those of others push own ones out: they come few at a time. */
  private static final int AT_A_TIME = 50;

  private final SessionLog log;
  private final Map<SessionKey, LiveSession> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, LiveSession> eldest) {
          boolean over = size() > REMEMBERED;
          if (over) {
            eldest.getValue().closed();
          }
          return over;
        }
      };

  LiveSessions(SessionLog log) {
    this.log = log;
  }

  /**
   * @param resumed whether its client has heard from it before we did: what its journal does not
   *     say is not known then
   */
  LiveSession of(SessionKey key, boolean resumed) {
    LiveSession live = present(key);
    return live == null ? add(key, log.known(key), resumed) : live;
  }

  private synchronized @Nullable LiveSession present(SessionKey key) {
    return sessions.get(key);
  }

  private synchronized LiveSession add(
      SessionKey key, Optional<SessionLog.Known> known, boolean resumed) {
    return sessions.computeIfAbsent(
        key,
        unseen ->
            known
                .map(written -> new LiveSession(unseen, written, log))
                .orElseGet(
                    () ->
                        new LiveSession(
                            unseen, resumed ? SessionState.unknown() : SessionState.NEW, log)));
  }

  /** Another gateway went on with it: what is known of it here is no longer so. */
  synchronized boolean displaced(SessionKey key) {
    return sessions.remove(key) != null;
  }

  /** What a clone begins with is in the journal of another session. */
  synchronized void cloned(SessionKey clone) {
    SessionState state = SessionState.NEW.bound("the session that it was cloned from");
    sessions.put(clone, new LiveSession(clone, state, log));
  }

  synchronized void closed(SessionKey key) {
    LiveSession known = sessions.remove(key);
    if (known != null) {
      known.closed();
    }
  }

  /** Those that live there as far as this gateway took part in it. */
  synchronized List<LiveSession> on(String cluster) {
    return sessions.values().stream().filter(live -> live.isOn(cluster)).toList();
  }

  /** Some of those that others wrote live there, who may be gone. */
  List<LiveSession> leftOn(String cluster) {
    return log.on(cluster).stream()
        .filter(key -> present(key) == null)
        .limit(AT_A_TIME)
        .map(key -> of(key, true))
        .toList();
  }

  synchronized int calls() {
    return sessions.values().stream().mapToInt(LiveSession::calls).sum();
  }
}
