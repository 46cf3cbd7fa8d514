package io.blinktwice.soak.decision;

/** The first invariant of the architecture in numbers: accepted = the sum of the other three. */
public record Account(long accepted, long applied, long deduplicated, long deadLettered) {
  public boolean isBalanced() {
    return accepted == applied + deduplicated + deadLettered;
  }

  @Override
  public String toString() {
    return "accepted %,d = applied %,d + deduplicated %,d + dead-lettered %,d"
        .formatted(accepted, applied, deduplicated, deadLettered);
  }
}
