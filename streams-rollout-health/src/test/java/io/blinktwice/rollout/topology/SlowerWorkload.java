package io.blinktwice.rollout.topology;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PerformanceEvidence;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCause;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinOrigin;
import java.time.Instant;

/** A workload that needs more memory on the release than before. */
record SlowerWorkload(String workspace, String name) {
  static SlowerWorkload number(int number) {
    return new SlowerWorkload("w" + number % 5, "slower-" + number);
  }

  /** What pinning tells of it. */
  PinEvent pinned(double evidence, Instant at) {
    return PinEvent.newBuilder()
        .setEventId("pinned-" + name)
        .setKind(PinEventKind.CREATED)
        .setPin(pin(evidence, at))
        .setAt(at)
        .build();
  }

  private Pin pin(double evidence, Instant at) {
    return Pin.newBuilder()
        .setPinId("pin-of-" + name)
        .setWorkspace(workspace)
        .setWorkload(name)
        .setFingerprint(
            Fingerprint.ofExplicitId(new WorkspaceId(workspace), new WorkloadId(name)).value())
        .setVersion("3.5.7")
        .setAwayFrom("4.2.0")
        .setOrigin(PinOrigin.AUTOMATIC)
        .setCause(PinCause.PERFORMANCE)
        .setCreatedAt(at)
        .setEvidence(evidence(evidence))
        .build();
  }

  private static PinEvidence evidence(double value) {
    PerformanceEvidence grown =
        PerformanceEvidence.newBuilder().setMetric("peakMemory").setEvidence(value).build();
    return PinEvidence.newBuilder()
        .setRunId("run")
        .setFailedAttempt(1)
        .setFailedVersion("4.2.0")
        .setGoodAttempt(1)
        .setGoodVersion("3.5.7")
        .setCategory(FailureCategory.SYSTEM)
        .setSignature("")
        .setPerformance(grown)
        .build();
  }
}
