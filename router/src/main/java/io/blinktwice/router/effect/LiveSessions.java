package io.blinktwice.router.effect;

import io.blinktwice.router.decision.SessionState;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sessions that this gateway has seen lately; the ones longest unused are forgotten first. */
final class LiveSessions {
  private static final int REMEMBERED = 20_000;

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

  /**
   * @param resumed whether its client has heard from it before we did: its state is not known then
   */
  synchronized LiveSession of(SessionKey key, boolean resumed) {
    return sessions.computeIfAbsent(
        key,
        unknown -> new LiveSession(unknown, resumed ? SessionState.unknown() : SessionState.NEW));
  }

  /** A clone begins with the state of the session that it was made from. */
  synchronized void cloned(SessionKey from, SessionKey clone) {
    LiveSession original = sessions.get(from);
    sessions.put(
        clone,
        new LiveSession(clone, original == null ? SessionState.unknown() : original.state()));
  }

  synchronized void closed(SessionKey key) {
    LiveSession known = sessions.remove(key);
    if (known != null) {
      known.closed();
    }
  }

  synchronized int size() {
    return sessions.size();
  }
}
