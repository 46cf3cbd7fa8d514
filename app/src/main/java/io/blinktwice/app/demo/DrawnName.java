package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WaveHash;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import java.util.stream.IntStream;

/**
 * Names of workloads that a roll-out's draw lets in: who is in the first half of a fleet is decided
 * by hash, and the story is about those who are.
 */
record DrawnName(EngineVersion release, double share) {
  private static final int MOST = 1000;

  String of(String stem) {
    return IntStream.rangeClosed(1, MOST)
        .mapToObj(number -> stem + "-" + number)
        .filter(this::isDrawn)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the draw lets nobody in: " + this));
  }

  private boolean isDrawn(String name) {
    Fingerprint fingerprint = Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(name));
    return WaveHash.admitted(fingerprint, release, share);
  }
}
