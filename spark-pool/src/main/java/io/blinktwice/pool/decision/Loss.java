package io.blinktwice.pool.decision;

/** What ended a server. */
public enum Loss {
  STOPPED,
  OUT_OF_MEMORY,
  KILLED,
  CRASHED
}
