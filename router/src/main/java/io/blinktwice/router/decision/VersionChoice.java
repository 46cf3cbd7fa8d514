package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * The engine version of an attempt, and who said so.
 *
 * @param fallback whether it was chosen without a fresh answer from resolve
 */
public record VersionChoice(
    EngineVersion version, @Nullable String decisionId, @Nullable Long epoch, boolean fallback) {

  public VersionChoice asFallback() {
    return new VersionChoice(version, decisionId, epoch, true);
  }
}
