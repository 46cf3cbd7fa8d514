package io.blinktwice.rollout.judge.decision;

/** A hypothesis and how much of an evidence's wealth starts on it. */
public record Weighted(Hypothesis hypothesis, double weight) {
  public static Weighted of(double brokenShare, double failureProbability, double weight) {
    return new Weighted(new Hypothesis(brokenShare, failureProbability), weight);
  }
}
