package io.blinktwice.router.proxy;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** One transport connection of a client, and who wants to know when it is gone. */
public final class ClientConnection {
  private final long id;
  private final Set<LongConsumer> watchers = new HashSet<>();
  private boolean closed;

  public ClientConnection(long id) {
    this.id = id;
  }

  public long id() {
    return id;
  }

  /** Returns false, and remembers nothing, when the connection is gone already. */
  public synchronized boolean watch(LongConsumer watcher) {
    if (!closed) {
      watchers.add(watcher);
    }
    return !closed;
  }

  public synchronized void forget(LongConsumer watcher) {
    watchers.remove(watcher);
  }

  void close() {
    Set<LongConsumer> told;
    synchronized (this) {
      closed = true;
      told = Set.copyOf(watchers);
      watchers.clear();
    }
    told.forEach(watcher -> watcher.accept(id));
  }
}
