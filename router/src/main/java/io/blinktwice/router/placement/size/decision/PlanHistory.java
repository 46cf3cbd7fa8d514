package io.blinktwice.router.placement.size.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What plans of one fingerprint used. */
final class PlanHistory {
  private final DecayingQuantiles coreSeconds;
  private final DecayingQuantiles parallelism;
  private final DecayingQuantiles shuffledBytes;
  private final DecayingQuantiles spilledBytes;

  PlanHistory() {
    this(
        new DecayingQuantiles(),
        new DecayingQuantiles(),
        new DecayingQuantiles(),
        new DecayingQuantiles());
  }

  private PlanHistory(
      DecayingQuantiles coreSeconds,
      DecayingQuantiles parallelism,
      DecayingQuantiles shuffledBytes,
      DecayingQuantiles spilledBytes) {
    this.coreSeconds = coreSeconds;
    this.parallelism = parallelism;
    this.shuffledBytes = shuffledBytes;
    this.spilledBytes = spilledBytes;
  }

  int seen() {
    return coreSeconds.seen();
  }

  double coreSeconds(double share) {
    return coreSeconds.quantile(share);
  }

  double parallelism() {
    return parallelism.quantile(0.5);
  }

  double shuffledBytes() {
    return shuffledBytes.quantile(0.9);
  }

  double spilledBytes() {
    return spilledBytes.quantile(0.9);
  }

  void completed(Completion completion, double now) {
    coreSeconds.add(completion.coreSeconds(), now);
    parallelism.add(completion.peakParallelism(), now);
    shuffledBytes.add(completion.shuffledBytes(), now);
    spilledBytes.add(completion.spilledBytes(), now);
  }

  void write(DataOutput out) throws IOException {
    coreSeconds.write(out);
    parallelism.write(out);
    shuffledBytes.write(out);
    spilledBytes.write(out);
  }

  static PlanHistory read(DataInput in) throws IOException {
    return new PlanHistory(
        DecayingQuantiles.read(in),
        DecayingQuantiles.read(in),
        DecayingQuantiles.read(in),
        DecayingQuantiles.read(in));
  }
}
