package io.blinktwice.soak.decision;

/** Which record of a run. */
public enum Part {
  /** The end of the first attempt: for most runs the only record. */
  FIRST_END,
  /** What the failure of the first attempt was; only with both is there a verdict. */
  CLASSIFICATION,
  /** The end of the second attempt, on the older version. */
  SECOND_END,
  /** A record under the key of another workload, which has to be set aside. */
  POISON
}
