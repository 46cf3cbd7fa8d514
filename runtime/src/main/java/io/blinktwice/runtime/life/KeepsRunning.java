package io.blinktwice.runtime.life;

import java.util.List;

/** A piece of a process that is only as well as all the long-running parts under it. */
public interface KeepsRunning {
  List<LongRunning> parts();
}
