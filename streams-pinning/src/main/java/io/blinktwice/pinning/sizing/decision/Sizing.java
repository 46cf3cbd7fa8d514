package io.blinktwice.pinning.sizing.decision;

import java.util.List;

/**
 * What decides on sizes: those that clusters can have, and what is known of the workload's own.
 *
 * @param sizes smallest first
 */
public record Sizing(List<SizeClass> sizes, SizeRecord known) {
  /** Where nobody has said which sizes there are. */
  public static final Sizing NONE = new Sizing(List.of(), SizeRecord.NONE);

  public Sizing {
    sizes = List.copyOf(sizes);
  }

  public Sizing knowing(SizeRecord other) {
    return new Sizing(sizes, other);
  }
}
