package io.blinktwice.classifier.decision;

/** Whose failure it was. */
public enum Category {
  /** SQL, data, configuration, sizing, added packages, permissions, cancellation. */
  USER,
  /** Capacity, disk, network, names, throttling, lost nodes, expired platform credentials. */
  INFRASTRUCTURE,
  /** A defect or a changed behaviour of the engine or of a part that the platform supplies. */
  SYSTEM,
  /** No rule is sure; the odds say which way the evidence leans. */
  UNDECIDED
}
