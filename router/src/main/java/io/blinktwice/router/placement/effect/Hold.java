package io.blinktwice.router.placement.effect;

import java.util.concurrent.CompletableFuture;

/** The client of what waits for a place. */
public interface Hold {
  /** Completes when the client left or its deadline is over. */
  CompletableFuture<Void> left();

  /** It is told that its statement is still in line; must not wait. */
  void stillWaiting();
}
