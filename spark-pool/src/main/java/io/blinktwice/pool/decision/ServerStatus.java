package io.blinktwice.pool.decision;

import java.time.Duration;

/** What a person who watches the pool wants to hear of one place in it. */
public sealed interface ServerStatus {
  ServerSlot slot();

  record Starting(ServerSlot slot) implements ServerStatus {}

  record Ready(ServerSlot slot, String address, Duration took) implements ServerStatus {}

  /** It takes no new sessions, and is stopped when nothing runs on it any more. */
  record Draining(ServerSlot slot) implements ServerStatus {}

  record Lost(ServerSlot slot, ServerEnd end) implements ServerStatus {}

  record Restarting(ServerSlot slot, Duration after) implements ServerStatus {}

  /** Nobody starts it again until the pool is started again. */
  record GivenUp(ServerSlot slot, String reason) implements ServerStatus {}

  /** The place is not there any more. */
  record Removed(ServerSlot slot) implements ServerStatus {}
}
