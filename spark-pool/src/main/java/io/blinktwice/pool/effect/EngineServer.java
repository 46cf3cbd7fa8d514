package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.Readiness;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerSlot;
import java.io.IOException;

/** A server process, from its start to its end. */
interface EngineServer {
  /** Starts servers; the only way to get one. */
  interface Launcher {
    /**
     * Starts a server of that place.
     *
     * @param cluster what the server is called
     */
    EngineServer launch(ServerSlot slot, LaunchSpec spec, String cluster) throws IOException;
  }

  long pid();

  /** Host and port. */
  String address();

  /** Waits for its first answer to a query, or its end. */
  Readiness awaitReady();

  ServerEnd awaitEnd();

  /** Asks it to end, then makes it end; {@link #awaitEnd} tells how it went. */
  void stop();
}
