package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a verdict says about a failed attempt, as far as the session that waits for it cares. */
public sealed interface NextTry {
  /** The failure stands. */
  record None(String why) implements NextTry {}

  /**
   * Once more.
   *
   * @param version where
   * @param larger whether on a server with more memory
   */
  record Again(EngineVersion version, Duration after, boolean larger) implements NextTry {}

  /** Nobody waits longer than this for a call that already failed. */
  Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  static NextTry of(String action, @Nullable EngineVersion version, Duration after) {
    boolean again = action.startsWith("RETRY_");
    if (!again || version == null) {
      return new None("the verdict is " + action);
    }
    return after.compareTo(LONGEST_PAUSE) > 0
        ? new None("the retry is due only in " + after.toSeconds() + " s")
        : new Again(version, after, action.equals("RETRY_LARGER"));
  }
}
