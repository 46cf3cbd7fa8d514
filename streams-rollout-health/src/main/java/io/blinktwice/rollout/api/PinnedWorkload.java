package io.blinktwice.rollout.api;

/** A workload that is held on a version, as the topic of pins tells it. */
public record PinnedWorkload(
    String workspace, String workload, String fingerprint, String pin, String version) {
  String named() {
    return workspace + "/" + workload;
  }
}
