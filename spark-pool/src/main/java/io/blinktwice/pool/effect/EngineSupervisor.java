package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.Readiness;
import io.blinktwice.pool.decision.RestartDecision;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerStatus;
import java.io.IOException;
import java.time.Duration;
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
 * Keeps one server of one engine alive, on one thread of its own.
 *
 * <p>Every process is a cluster with an id of its own, so that how one ended stays readable when
 * the next one runs.
 */
final class EngineSupervisor {
  private static final Logger LOG = LoggerFactory.getLogger(EngineSupervisor.class);
  private static final int PORTS_TRIED = 5;

  private final EngineVersion version;
  private final Surroundings surroundings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Life current;

  /** What a supervisor acts on and tells. */
  record Surroundings(
      String pool,
      EngineServer.Launcher launcher,
      RestartPolicy policy,
      LifecycleJournal journal,
      Consumer<ServerStatus> listener) {}

  /** A cluster while it lives. */
  private record Life(String cluster, EngineServer server, boolean ready) {}

  EngineSupervisor(EngineVersion version, Surroundings surroundings) {
    this.version = version;
    this.surroundings = surroundings;
    this.thread = Thread.ofVirtual().name("supervisor-" + version).unstarted(this::supervise);
  }

  void start() {
    thread.start();
  }

  private void supervise() {
    try {
      int quickFailures = 0;
      while (!isClosing()) {
        Duration ready = live();
        if (isClosing()) {
          return;
        }
        switch (surroundings.policy().after(quickFailures, ready)) {
          case RestartDecision.Restart restart -> {
            quickFailures = restart.quickFailures();
            tell(new ServerStatus.Restarting(version, restart.after()));
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
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("engine", version).log("supervision of engine broke");
      endWhatIsLeft();
      giveUp("its server cannot be started: " + e.getMessage());
    }
  }

  /** One cluster from start to end; returns how long it had been ready. */
  private Duration live() {
    String cluster =
        "%s/%s/%s"
            .formatted(surroundings.pool(), version, UUID.randomUUID().toString().substring(0, 8));
    surroundings.journal().record(new ClusterEvent.Starting(cluster, version));
    tell(new ServerStatus.Starting(version));
    long started = System.nanoTime();
    for (int tried = 1; ; tried++) {
      EngineServer server;
      try {
        server = surroundings.launcher().launch(version);
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
          LOG.atInfo().addKeyValue("cluster", cluster).log("port was taken, trying another");
        }
      }
    }
  }

  /** A disk that is full for a moment is no reason to give an engine up. */
  private Duration notLaunched(String cluster, IOException why) {
    String detail = "the server could not be started: " + why.getMessage();
    synchronized (this) {
      current = null;
      surroundings
          .journal()
          .record(
              new ClusterEvent.Gone(
                  cluster,
                  version,
                  OptionalLong.empty(),
                  OptionalInt.empty(),
                  Loss.CRASHED,
                  detail));
    }
    LOG.atError().setCause(why).addKeyValue("cluster", cluster).log("server was not started");
    return Duration.ZERO;
  }

  private Duration serve(String cluster, EngineServer server, long started) {
    long ready = System.nanoTime();
    surroundings
        .journal()
        .record(new ClusterEvent.Ready(cluster, version, server.address(), server.pid()));
    tell(new ServerStatus.Ready(version, server.address(), Duration.ofNanos(ready - started)));
    adopt(new Life(cluster, server, true));
    ServerEnd end = server.awaitEnd();
    return lost(cluster, server, end, Duration.ofNanos(System.nanoTime() - ready));
  }

  private Duration lost(String cluster, EngineServer server, ServerEnd end, Duration ready) {
    synchronized (this) {
      // Together, so that no announcement of a drain can follow the end.
      current = null;
      surroundings.journal().record(ClusterEvent.Gone.seen(cluster, version, server.pid(), end));
    }
    LOG.atInfo()
        .addKeyValue("cluster", cluster)
        .addKeyValue("loss", end.loss())
        .addKeyValue("exitCode", end.exitCode())
        .log("server is gone");
    tell(new ServerStatus.Lost(version, end));
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
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts a supervisor", e);
    }
  }

  private void giveUp(String reason) {
    LOG.atError().addKeyValue("engine", version).addKeyValue("reason", reason).log("gave up");
    tell(new ServerStatus.GivenUp(version, reason));
  }

  private void tell(ServerStatus status) {
    surroundings.listener().accept(status);
  }

  /** Announces that the server goes, asks it to go, and makes it go; returns when it is gone. */
  void close() {
    Life last = announceClose();
    if (last != null) {
      last.server().stop();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Life announceClose() {
    closing.countDown();
    Life last = current;
    if (last != null && last.ready()) {
      EngineServer server = last.server();
      surroundings
          .journal()
          .record(
              new ClusterEvent.Draining(last.cluster(), version, server.address(), server.pid()));
    }
    return last;
  }
}
