package io.blinktwice.router.decision;

import java.time.Duration;

/**
 * Whether a session is given up at a server that drains, to be made again elsewhere at its next
 * call: so a server does not wait for clients that think, or that left without a word.
 */
public final class IdleDeparture {
  /** Clients tidy up right after a statement. */
  static final Duration QUIET = Duration.ofSeconds(1);

  /** By then every gateway that runs has heard of the drain and given up those that it serves. */
  static final Duration OTHERS_AFTER = Duration.ofSeconds(5);

  private IdleDeparture() {}

  /**
   * A session that lives there.
   *
   * @param calls under way in it
   * @param portable whether what made it can make it again elsewhere
   * @param ours whether this gateway served it; else its own may be gone
   * @param quiet since when nobody called
   */
  public record Session(int calls, boolean portable, boolean ours, Duration quiet) {}

  /**
   * @param draining for how long, as this gateway has heard
   * @param idle whether it says that nothing runs on it
   */
  public record Server(Duration draining, boolean idle) {}

  /**
   * @param works whether a statement of the session may be under way although nobody waits for it
   */
  public static boolean decide(Session session, boolean works, Server server) {
    boolean unused = session.portable() && session.calls() == 0 && !works;
    boolean nobodyElses =
        session.ours()
            ? session.quiet().compareTo(QUIET) >= 0
            : server.idle() && server.draining().compareTo(OTHERS_AFTER) >= 0;
    return unused && nobodyElses;
  }
}
