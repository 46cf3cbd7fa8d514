package io.blinktwice.runtime.life;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The end of something long-running: it comes once, and whoever asked is told why. */
public final class Death {
  private final String name;
  private final CompletableFuture<Throwable> cause = new CompletableFuture<>();

  public Death(String name) {
    this.name = name;
  }

  /** The first cause counts. */
  public void comesOf(Throwable failure) {
    cause.complete(failure);
  }

  public boolean hasCome() {
    return cause.isDone();
  }

  /** Calls back on a thread of its own, see {@link LongRunning#onDead}. */
  public void tell(Consumer<Throwable> callback) {
    cause.thenAcceptAsync(callback, task -> Thread.ofPlatform().name(name + "-dead").start(task));
  }
}
