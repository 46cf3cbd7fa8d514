package io.blinktwice.router.effect;

import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.IdleDeparture;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.proxy.ForwardedHeaders;
import io.grpc.Metadata;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at servers that drain, and lets them forget the sessions that nobody uses at the moment.
 *
 * <p>First the journal says that a session lives nowhere, then its server is asked to forget it: so
 * whoever takes its next call makes it again. Calls that come in between wait.
 */
final class IdleDepartures implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdleDepartures.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final ClusterTable clusters;
  private final LiveSessions sessions;
  private final AttemptBook book;
  private final PlacementDesk desk;
  private final SessionMover mover;
  private final SecretInFile secret;
  private final ForwardedHeaders headers = new ForwardedHeaders(Set.of());

  /** Since when those drain, by process. */
  private final Map<String, Long> draining = new HashMap<>();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-departures").factory());

  IdleDepartures(LiveSessions sessions, AttemptBook book, SessionRouter.Surroundings around) {
    this.clusters = around.clusters();
    this.sessions = sessions;
    this.book = book;
    this.desk = around.seats().desk();
    this.mover = new SessionMover(around.channels());
    this.secret = around.secret();
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::lookSafely, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Idle sessions could not be looked at; they will be again");
    }
  }

  private void look() {
    List<Cluster> leaving =
        clusters.all().stream()
            .filter(each -> each.phase() == Cluster.Phase.DRAINING && each.serves())
            .toList();
    draining.keySet().retainAll(leaving.stream().map(Cluster::incarnation).toList());
    if (leaving.isEmpty()) {
      return;
    }
    Set<SessionKey> working = book.working();
    for (Cluster each : leaving) {
      long since = draining.computeIfAbsent(each.incarnation(), _ -> System.nanoTime());
      IdleDeparture.Server server =
          new IdleDeparture.Server(
              Duration.ofNanos(System.nanoTime() - since), desk.isIdle(each.id()));
      Stream.concat(
              sessions.on(each.id()).stream(),
              server.idle() ? sessions.leftOn(each.id()).stream() : Stream.of())
          .filter(
              session ->
                  session.startDeparture(
                      each, state -> IdleDeparture.decide(state, works(session, working), server)))
          .forEach(
              session -> Thread.ofVirtual().name("departure").start(() -> depart(session, each)));
    }
  }

  private boolean works(LiveSession session, Set<SessionKey> working) {
    return working.contains(session.key())
        || desk.runsIn(session.key().session(), session.key().user());
  }

  private void depart(LiveSession session, Cluster from) {
    boolean forgotten = false;
    try {
      mover.releaseNow(session.key(), from, headers.of(new Metadata(), secret.now()));
      forgotten = true;
      RouterMetrics.SESSION_MOVES.increment("departed");
    } catch (StatusException e) {
      LOG.atInfo()
          .addKeyValue("session", session.key().session())
          .addKeyValue("cluster", from.id())
          .addKeyValue("status", e.getStatus())
          .log("A server that drains did not let an idle session go");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (forgotten) {
        session.endMove();
      } else {
        session.keepsItsPlace(from);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
