package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the proof in a run: an attempt that failed under suspicion on one version, and the retry
 * after it that succeeded on an older one.
 */
final class Comparison {
  private Comparison() {}

  static Pin.@Nullable Evidence of(RunId id, RunState run) {
    for (Map.Entry<Integer, AttemptState> entry : run.attempts().entrySet()) {
      Pin.Evidence found = between(id, entry, run.known(entry.getKey() + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Pin.@Nullable Evidence between(
      RunId id, Map.Entry<Integer, AttemptState> first, @Nullable AttemptState retry) {
    AttemptState failed = first.getValue();
    EngineVersion failedOn = failed.version();
    EngineVersion goodOn = retry == null ? null : retry.version();
    Classified classified = failed.classified();
    if (retry == null || failedOn == null || goodOn == null || classified == null) {
      return null;
    }
    boolean suspect =
        failed.verdict() != null
            && failed.verdict().action() instanceof Verdict.Action.RetryLastGood;
    boolean proof = suspect && retry.phase() == Phase.SUCCEEDED && goodOn.compareTo(failedOn) < 0;
    return proof
        ? new Pin.Evidence(
            id, first.getKey(), failedOn, first.getKey() + 1, goodOn, classified, failed.failure())
        : null;
  }
}
