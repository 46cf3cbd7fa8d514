package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.DrainDecision;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.Readiness;
import io.blinktwice.pool.decision.RestartDecision;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerSlot;
import io.blinktwice.pool.decision.ServerStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one place of the pool filled, on one thread of its own, until it is drained or closed.
 *
 * <p>Every process is a cluster with an id of its own, so that how one ended stays readable when
 * the next one runs.
 */
final class ClusterSupervisor {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSupervisor.class);
  private static final int PORTS_TRIED = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final ServerSlot slot;
  private final LaunchSpec spec;
  private final Surroundings surroundings;
  private final Watcher watcher;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch hurry = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Cluster next;
  private @Nullable Life current;
  private @Nullable String drained;

  /**
   * What a supervisor acts on and tells.
   *
   * @param drainWithin how long a server that drains may go on
   */
  record Surroundings(
      String pool,
      EngineServer.Launcher launcher,
      RestartPolicy policy,
      LifecycleJournal journal,
      Loads loads,
      Duration drainWithin,
      Consumer<ServerStatus> listener) {}

  /** Who has asked for this place; called from its threads. */
  interface Watcher {
    /** A server of it answers. */
    void ready(ClusterSupervisor supervisor);

    /** Nobody keeps it any more. */
    void over(ClusterSupervisor supervisor);
  }

  /** A cluster while it lives. */
  private record Life(Cluster cluster, EngineServer server, boolean ready) {}

  /**
   * @param decision the scaling decision that asked for its first server, if one did
   */
  ClusterSupervisor(
      ServerSlot slot,
      LaunchSpec spec,
      @Nullable String decision,
      Surroundings surroundings,
      Watcher watcher) {
    this.slot = slot;
    this.spec = spec;
    this.surroundings = surroundings;
    this.watcher = watcher;
    this.next = cluster(decision);
    this.thread = Thread.ofVirtual().name("supervisor-" + slot.name()).unstarted(this::supervise);
  }

  private Cluster cluster(@Nullable String decision) {
    String id =
        "%s/%s/%s"
            .formatted(
                surroundings.pool(), slot.version(), UUID.randomUUID().toString().substring(0, 8));
    return new Cluster(id, slot.version(), slot.size(), decision);
  }

  void start() {
    Cluster first = next;
    if (first != null && first.decision() != null) {
      surroundings.journal().record(new ClusterEvent.Requested(first));
    }
    thread.start();
  }

  ServerSlot slot() {
    return slot;
  }

  LaunchSpec spec() {
    return spec;
  }

  /** Its cluster at this moment: the one that lives, else the one that will be started first. */
  synchronized @Nullable Cluster cluster() {
    return current != null ? current.cluster() : next;
  }

  boolean isEnding() {
    return isClosing();
  }

  private void supervise() {
    try {
      keepFilled();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("slot", slot).log("supervision of a server broke");
      endWhatIsLeft();
      giveUp("its server cannot be started: " + e.getMessage());
    } finally {
      watcher.over(this);
    }
  }

  private void keepFilled() {
    int quickFailures = 0;
    while (!isClosing()) {
      Duration ready = live();
      if (isClosing()) {
        return;
      }
      switch (surroundings.policy().after(quickFailures, ready)) {
        case RestartDecision.Restart restart -> {
          quickFailures = restart.quickFailures();
          tell(new ServerStatus.Restarting(slot, restart.after()));
          if (isClosedWithin(restart.after())) {
            return;
          }
        }
        case RestartDecision.GiveUp giveUp -> {
          giveUp(giveUp.reason());
          return;
        }
      }
    }
  }

  private synchronized Cluster takeNext() {
    Cluster taken = next == null ? cluster((String) null) : next;
    next = null;
    return taken;
  }

  /** One cluster from start to end; returns how long it had been ready. */
  private Duration live() {
    Cluster cluster = takeNext();
    surroundings.journal().record(new ClusterEvent.Starting(cluster));
    tell(new ServerStatus.Starting(slot));
    long started = System.nanoTime();
    for (int tried = 1; ; tried++) {
      EngineServer server;
      try {
        server = surroundings.launcher().launch(slot, spec, cluster.id());
      } catch (IOException e) {
        return notLaunched(cluster, e);
      }
      if (!adopt(new Life(cluster, server, false))) {
        server.stop();
      }
      switch (server.awaitReady()) {
        case Readiness.Answered answered -> {
          return serve(cluster, server, started);
        }
        case Readiness.Ended early -> {
          return lost(cluster, server, early.end(), Duration.ZERO);
        }
        case Readiness.PortTaken taken -> {
          if (tried == PORTS_TRIED || isClosing()) {
            return lost(cluster, server, server.awaitEnd(), Duration.ZERO);
          }
          LOG.atInfo().addKeyValue("cluster", cluster.id()).log("port was taken, trying another");
        }
      }
    }
  }

  /** A disk that is full for a moment is no reason to give a server up. */
  private Duration notLaunched(Cluster cluster, IOException why) {
    String detail = "the server could not be started: " + why.getMessage();
    synchronized (this) {
      current = null;
      surroundings
          .journal()
          .record(
              new ClusterEvent.Gone(
                  cluster, OptionalLong.empty(), OptionalInt.empty(), Loss.CRASHED, detail));
    }
    LOG.atError().setCause(why).addKeyValue("cluster", cluster.id()).log("server was not started");
    return Duration.ZERO;
  }

  private Duration serve(Cluster cluster, EngineServer server, long started) {
    long ready = System.nanoTime();
    surroundings.journal().record(new ClusterEvent.Ready(cluster, server.address(), server.pid()));
    tell(new ServerStatus.Ready(slot, server.address(), Duration.ofNanos(ready - started)));
    adopt(new Life(cluster, server, true));
    watcher.ready(this);
    ServerEnd end = server.awaitEnd();
    return lost(cluster, server, end, Duration.ofNanos(System.nanoTime() - ready));
  }

  private Duration lost(Cluster cluster, EngineServer server, ServerEnd end, Duration ready) {
    ServerEnd told = end;
    synchronized (this) {
      // Together, so that no announcement of a drain can follow the end.
      Cluster ended = current == null ? cluster : current.cluster();
      current = null;
      if (drained != null && end.loss() == Loss.STOPPED) {
        told = new ServerEnd(end.exitCode(), end.loss(), drained);
      }
      surroundings.journal().record(ClusterEvent.Gone.seen(ended, server.pid(), told));
    }
    surroundings.loads().gone(cluster.id());
    LOG.atInfo()
        .addKeyValue("cluster", cluster.id())
        .addKeyValue("pid", server.pid())
        .addKeyValue("loss", told.loss())
        .addKeyValue("exitCode", told.exitCode())
        .addKeyValue("detail", told.detail())
        .log("server is gone");
    tell(new ServerStatus.Lost(slot, told));
    return ready;
  }

  /** Nobody would watch it any more. */
  private void endWhatIsLeft() {
    Life left;
    synchronized (this) {
      left = current;
    }
    if (left != null) {
      left.server().stop();
      lost(left.cluster(), left.server(), left.server().awaitEnd(), Duration.ZERO);
    }
  }

  /** Makes it the one that {@link #close} stops; says no if that is already under way. */
  private synchronized boolean adopt(Life life) {
    current = life;
    return !isClosing();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private boolean isClosedWithin(Duration time) {
    return isOver(closing, time);
  }

  private static boolean isOver(CountDownLatch latch, Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts a supervisor", e);
    }
  }

  private void giveUp(String reason) {
    LOG.atError().addKeyValue("slot", slot).addKeyValue("reason", reason).log("gave up");
    tell(new ServerStatus.GivenUp(slot, reason));
  }

  private void tell(ServerStatus status) {
    surroundings.listener().accept(status);
  }

  /**
   * Announces that the server goes, waits until nothing runs on it or the bound is over, and stops
   * it; returns at once. One that does not answer yet is stopped at once.
   */
  void drain(@Nullable String decision) {
    Life last = announce(decision, "takes no new sessions; is stopped when nothing runs on it");
    if (last != null && last.ready()) {
      tell(new ServerStatus.Draining(slot));
      Thread.ofVirtual().name("drain-" + slot.name()).start(() -> awaitIdle(last));
    } else if (last != null) {
      Thread.ofVirtual().name("stop-" + slot.name()).start(last.server()::stop);
    }
  }

  private void awaitIdle(Life last) {
    Instant since = Instant.now();
    String id = last.cluster().id();
    while (true) {
      switch (DrainDecision.of(
          surroundings.loads().of(id), since, surroundings.drainWithin(), Instant.now())) {
        case DrainDecision.Stop stop -> {
          synchronized (this) {
            drained = stop.why();
          }
          last.server().stop();
          return;
        }
        case DrainDecision.Wait _ -> {
          if (isOver(hurry, BETWEEN_LOOKS)) {
            return;
          }
        }
      }
    }
  }

  /** Announces that the server goes, asks it to go, and makes it go; returns when it is gone. */
  void close() {
    Life last = announce(null, "the pool stops");
    hurry.countDown();
    if (last != null) {
      last.server().stop();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Life announce(@Nullable String decision, String detail) {
    boolean first = !isClosing();
    closing.countDown();
    Life last = current;
    if (first && last != null && last.ready()) {
      EngineServer server = last.server();
      surroundings
          .journal()
          .record(
              new ClusterEvent.Draining(
                  last.cluster().by(decision), server.address(), server.pid(), detail));
      current = new Life(last.cluster().by(decision), server, true);
    }
    return last;
  }
}
