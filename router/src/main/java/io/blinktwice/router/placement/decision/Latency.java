package io.blinktwice.router.placement.decision;

/** What work wants: an answer soon, or to be done. */
public enum Latency {
  INTERACTIVE,
  BATCH
}
