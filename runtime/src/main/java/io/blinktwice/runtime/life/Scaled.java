package io.blinktwice.runtime.life;

import java.util.List;

/** Something long-running that several processes share, so that one of them can be taken away. */
public interface Scaled extends LongRunning {
  /**
   * What speaks against taking an instance away now, as sentences; nothing when all of its state is
   * here or there a second time, and nothing moves.
   */
  List<String> objectionsToScalingIn();

  /** From now on its end is for good: it gives its work to the others at once. */
  void retire();
}
