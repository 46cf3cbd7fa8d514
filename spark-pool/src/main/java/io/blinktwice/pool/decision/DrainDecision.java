package io.blinktwice.pool.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a server that drains is stopped now. */
public sealed interface DrainDecision {
  /**
   * A gateway that has not heard of the drain yet may still send a session: what a server said
   * before that says nothing about it.
   */
  Duration HEARD_WITHIN = Duration.ofSeconds(2);

  /** Something runs on it, or nothing is known. */
  record Wait() implements DrainDecision {}

  /**
   * It is stopped.
   *
   * @param why a part of a sentence for people
   */
  record Stop(String why) implements DrainDecision {}

  /**
   * Decides at a moment of the drain.
   *
   * @param load what the server said last, if it said anything
   * @param since when the drain was announced
   * @param bound how long is waited at most
   */
  static DrainDecision of(Optional<ServerLoad> load, Instant since, Duration bound, Instant now) {
    boolean heard =
        load.map(said -> !said.measured().isBefore(since.plus(HEARD_WITHIN))).orElse(false);
    if (heard && load.orElseThrow().isIdle()) {
      return new Stop("drained: nothing ran on it any more");
    }
    if (now.isBefore(since.plus(bound))) {
      return new Wait();
    }
    return new Stop(
        "drained for %d s and stopped with %s"
            .formatted(
                bound.toSeconds(),
                load.map(DrainDecision::left).orElse("nobody knows what on it")));
  }

  private static String left(ServerLoad load) {
    return "%d sessions and %d running operations on it"
        .formatted(load.work().sessions(), load.work().runningOperations());
  }
}
