package io.blinktwice.router.decision;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rebuilds a session elsewhere: the requests that made its state, in the order in which they
 * succeeded; or why that cannot be done.
 *
 * @param boundBecause why the session can only live where it is; null while it can move
 */
public record SessionState(List<SessionStep> steps, long bytes, @Nullable String boundBecause) {
  /** More is not state any more but data. */
  public static final long MOST_BYTES = 32L << 20;

  /** Sending more again would keep a client waiting for minutes. */
  public static final int MOST_STEPS = 2_000;

  public static final SessionState NEW = new SessionState(List.of(), 0, null);

  public SessionState {
    steps = List.copyOf(steps);
  }

  /** Of a session whose beginning was not seen. */
  public static SessionState unknown() {
    return NEW.bound("state that was made before this gateway saw the session");
  }

  public boolean isPortable() {
    return boundBecause == null;
  }

  /** The request of this step succeeded and had this effect. */
  public SessionState after(SessionStep step, SessionEffect effect) {
    return switch (effect) {
      case SessionEffect.None _ -> this;
      case SessionEffect.Binds(String why) -> isPortable() ? bound(why) : this;
      case SessionEffect.Remembered _ -> isPortable() ? with(step) : this;
    };
  }

  /** Nothing is kept of what cannot be used. */
  public SessionState bound(String why) {
    return new SessionState(List.of(), 0, why);
  }

  private SessionState with(SessionStep step) {
    if (steps.size() >= MOST_STEPS || bytes + step.bytes() > MOST_BYTES) {
      return bound(
          "more state than is recorded (%d steps, %d MiB)".formatted(MOST_STEPS, MOST_BYTES >> 20));
    }
    List<SessionStep> longer = new ArrayList<>(steps);
    longer.add(step);
    return new SessionState(longer, bytes + step.bytes(), null);
  }
}
