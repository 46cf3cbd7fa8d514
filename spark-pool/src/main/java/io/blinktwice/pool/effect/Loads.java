package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.ServerLoad;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What each server that lives said of itself last. */
public final class Loads {
  private final Map<String, ServerLoad> newest = new ConcurrentHashMap<>();
  private volatile Consumer<String> mourner = cluster -> {};

  /** Who is told of each cluster that is gone. */
  void whenGone(Consumer<String> told) {
    mourner = told;
  }

  void said(String cluster, ServerLoad load) {
    newest.put(cluster, load);
  }

  Optional<ServerLoad> of(String cluster) {
    return Optional.ofNullable(newest.get(cluster));
  }

  void gone(String cluster) {
    newest.remove(cluster);
    mourner.accept(cluster);
  }
}
