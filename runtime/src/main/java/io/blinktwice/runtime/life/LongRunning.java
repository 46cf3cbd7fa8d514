package io.blinktwice.runtime.life;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that works for as long as its process: a stream, a view of a topic.
 *
 * <p>It gets over failures by itself as far as that helps. Once dead it stays dead: what it feeds
 * grows stale, and only a new process begins anew.
 */
public interface LongRunning {
  /** What it is called in logs and health answers. */
  String name();

  /** Whether it has caught up and takes work. */
  boolean isReady();

  /** What keeps it from its work though it may get over it, in a sentence. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** Whether it has given up for good; being closed is not death. */
  boolean isDead();

  /** Whether it works or gets over something by itself: what is not live needs a new process. */
  default boolean isLive() {
    return !isDead();
  }

  /**
   * Calls back with the cause once it is dead, at once if it is already.
   *
   * <p>The call comes on a thread of its own: it may end the process, and so wait for the dead.
   */
  void onDead(Consumer<Throwable> callback);
}
