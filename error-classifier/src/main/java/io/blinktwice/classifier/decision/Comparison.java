package io.blinktwice.classifier.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the same work on two versions.
 *
 * @param version that the failed attempt ran on
 * @param previous the version before it
 * @param previousSucceeded whether the same work succeeded there; null where nobody tried
 */
public record Comparison(
    @Nullable EngineVersion version,
    @Nullable EngineVersion previous,
    @Nullable Boolean previousSucceeded) {
  /** Nothing is known. */
  public static final Comparison NONE = new Comparison(null, null, null);

  boolean differ() {
    return version != null && previous != null && !version.equals(previous);
  }
}
