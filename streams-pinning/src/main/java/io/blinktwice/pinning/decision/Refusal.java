package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;

/**
 * What a release refuses a workload on purpose: a retry on another version has shown that it is the
 * release, and the release says that the failure is right.
 *
 * @param condition the error condition, as it was raised
 */
public record Refusal(EngineVersion release, String condition) {
  /** Of a workload; what was refused longest ago is forgotten first. */
  static final int MOST_REMEMBERED = 16;
}
