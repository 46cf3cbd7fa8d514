package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;

/**
 * What a retry proved about the failure before it.
 *
 * @param failed the attempt that failed, with the failure's text
 */
public record RetryLesson(
    RunId run,
    int failedAttempt,
    AttemptState failed,
    int retryAttempt,
    EngineVersion retryVersion,
    Proves proves,
    boolean sameFailure) {

  /** What it shows. */
  public enum Proves {
    /** Failed on the newer version, succeeded at once on the older one. */
    VERSIONS_FAULT,
    /** Failed on both versions. */
    NOT_THE_VERSIONS_FAULT,
    /** The same version succeeded the second time. */
    RECOVERED_BY_ITSELF,
    /** The same version failed the second time too. */
    FAILED_AGAIN,
    /**
     * The older version succeeded, but the workload is known to flake, or the release refuses on
     * purpose what the older one let pass.
     */
    INCONCLUSIVE
  }
}
