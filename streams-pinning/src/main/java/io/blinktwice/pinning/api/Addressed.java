package io.blinktwice.pinning.api;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import java.util.regex.Pattern;

/**
 * How a path names a workload: by its owner's name for it, or by its fingerprint, which is how one
 * that was recognised by its job is found again.
 */
final class Addressed {
  private static final Pattern FINGERPRINT = Pattern.compile("w1:[0-9a-f]{32}");

  private Addressed() {}

  static Fingerprint fingerprint(WorkspaceId workspace, String said) {
    return isFingerprint(said)
        ? new Fingerprint(said)
        : Fingerprint.ofExplicitId(workspace, new WorkloadId(said));
  }

  static boolean isFingerprint(String said) {
    return FINGERPRINT.matcher(said).matches();
  }
}
