package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import java.time.Duration;

/** What a person who watches the pool wants to hear of one engine's server. */
public sealed interface ServerStatus {
  EngineVersion version();

  record Starting(EngineVersion version) implements ServerStatus {}

  record Ready(EngineVersion version, String address, Duration took) implements ServerStatus {}

  record Lost(EngineVersion version, ServerEnd end) implements ServerStatus {}

  record Restarting(EngineVersion version, Duration after) implements ServerStatus {}

  /** Nobody starts it again until the pool is started again. */
  record GivenUp(EngineVersion version, String reason) implements ServerStatus {}
}
