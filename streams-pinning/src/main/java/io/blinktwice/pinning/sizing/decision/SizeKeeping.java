package io.blinktwice.pinning.sizing.decision;

import io.blinktwice.contract.Attempt;
import java.util.List;

/** Keeps in mind what verdicts asked for, so that resolve answers with what they said. */
public final class SizeKeeping {
  private SizeKeeping() {}

  /**
   * After a verdict that asks for more memory.
   *
   * @param fallen the run's attempts that ran out of memory, oldest first; the verdict is on the
   *     last one
   */
  public static SizeRecord asked(List<Attempt> fallen, Sizing sizing) {
    return switch (MemoryStep.after(fallen, sizing)) {
      case MemoryStep.Again(SizeWish wish, var reasons) ->
          sizing.known().asked(fallen.getLast(), wish);
      case MemoryStep.More _, MemoryStep.Exhausted _ -> sizing.known();
    };
  }
}
