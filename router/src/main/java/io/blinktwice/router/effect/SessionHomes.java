package io.blinktwice.router.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.ClusterChoice;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.effect.Seat;
import io.blinktwice.router.proxy.NoRoom;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.blinktwice.router.wire.OlderEngines;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where sessions live: finds the cluster of a call's session, and takes the session to another one
 * when its server is lost or drained, or when its statement has a better place.
 */
final class SessionHomes {
  /** A gateway that has just started may not have read yet which clusters there are. */
  private static final Duration TO_HEAR_OF_CLUSTERS = Duration.ofSeconds(3);

  /** What making a session again may take, for those who wait for it. */
  private static final Duration LONGEST_RETURN = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(SessionHomes.class);

  private final AttemptBook book;
  private final ClusterTable clusters;
  private final StatementSeats seats;
  private final SessionMoves moves;
  private final SessionChanges changes;
  private final WorkspaceLimits limits;

  /** A call that looks for its cluster, and the version that it may be of. */
  record Seeking(FoundCall call, RoutedCall routed, VersionChoice choice) {}

  SessionHomes(
      AttemptBook book,
      StatementSeats seats,
      SessionMoves moves,
      SessionChanges changes,
      WorkspaceLimits limits) {
    this.limits = limits;
    this.book = book;
    this.clusters = moves.clusters();
    this.seats = seats;
    this.moves = moves;
    this.changes = changes;
  }

  /**
   * Waits for it if need be.
   *
   * @param request the call's first message
   */
  Cluster of(Seeking asked, byte[] request) throws StatusException {
    goWhereTheJournalSays(asked.call(), asked.routed().session());
    Cluster cluster = home(asked);
    if (asked.routed().purpose() instanceof Purpose.Execute) {
      cluster = seated(asked, cluster, request);
    }
    if (!asked.call().isAftercare()) {
      asked.routed().session().livesOn(cluster);
    }
    return cluster;
  }

  /** A client of Spark 4 that closes its session would leave it at an older server. */
  void released(RoutedCall call, Cluster home) {
    if (call.purpose() instanceof Purpose.ReleaseSession
        && !OlderEngines.releasesSessions(home.version())) {
      moves.mover().release(call.session().key(), home, call.headers());
    }
  }

  private Cluster home(Seeking asked) throws StatusException {
    try {
      Optional<Cluster> placed = place(asked);
      seen(asked, placed.orElse(null));
      Optional<String> refusal = asked.routed().takeShare();
      if (refusal.isPresent()) {
        throw refused(asked, "operations", refusal.get());
      }
      return stillThere(asked, placed.isPresent() ? placed.get() : await(asked));
    } catch (TooManySessions e) {
      StatusException refusal = refused(asked, "sessions", String.valueOf(e.getMessage()));
      changes.refused(asked.call());
      throw refusal;
    } catch (NoNewSessions e) {
      changes.refused(asked.call());
      throw refusal(Status.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private StatusException refused(Seeking asked, String limit, String sentence) {
    RouterMetrics.WORKSPACE_REFUSALS.increment(limit);
    lost(asked.call(), CallFailure.workspaceLimit(sentence), null);
    return NoRoom.error(NoRoom.WORKSPACE_LIMIT, sentence);
  }

  /**
   * Where its statement runs: where its session lives, or where that moves now. Should the session
   * turn out to be bound meanwhile, it runs at home after all.
   */
  private Cluster seated(Seeking asked, Cluster home, byte[] request) throws StatusException {
    LiveSession session = asked.routed().session();
    boolean anywhere =
        home.phase() == Cluster.Phase.READY && session.calls() <= 1 && session.state().isPortable();
    try {
      Optional<Seat> seat = seat(asked, home, request, anywhere);
      if (seat.isEmpty() || seat.get().cluster().equals(home.id())) {
        return home;
      }
      Optional<Cluster> target = clusters.get(seat.get().cluster());
      Optional<Cluster> moved = target.isEmpty() ? target : movedTo(asked, home, target.get());
      if (moved.isPresent()) {
        return moved.get();
      }
      asked.routed().workOver();
      seat(asked, home, request, false);
      return home;
    } catch (StatusException e) {
      lost(asked.call(), StatementSeats.refused(e), null);
      throw e;
    }
  }

  private Optional<Seat> seat(Seeking asked, Cluster home, byte[] request, boolean anywhere)
      throws StatusException {
    return seats.of(
        asked.routed(), asked.call().attempt().identity(), home, asked.choice(), request, anywhere);
  }

  private Optional<Cluster> movedTo(Seeking asked, Cluster from, Cluster target)
      throws StatusException {
    if (!asked.routed().session().startMove()) {
      return Optional.empty();
    }
    return carriedOut(asked, from, () -> Optional.of(target), true);
  }

  private Optional<Cluster> place(Seeking asked) {
    LiveAttempt attempt = asked.call().attempt();
    EngineVersion version = asked.choice().version();
    return book.place(
        attempt,
        asked.call().session(),
        () -> {
          requireRoom(asked.call());
          return seats
              .home(asked.routed(), attempt.identity(), asked.choice())
              .flatMap(clusters::get)
              .filter(cluster -> cluster.accepts(version));
        });
  }

  private void requireRoom(FoundCall call) {
    if (!call.isAftercare() && book.isHandingOver()) {
      throw new NoNewSessions();
    }
    WorkspaceId workspace = call.session().workspace();
    if (!call.isAftercare() && book.sessionsOf(workspace) >= limits.sessions()) {
      throw new TooManySessions(limits.tooManySessions(workspace));
    }
  }

  /** This gateway is about to end: another one takes the session, if its client calls again. */
  private static final class NoNewSessions extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoNewSessions() {
      super(
          "this gateway is stopping and takes no new sessions; another one does",
          null,
          false,
          false);
    }
  }

  /** A workspace has as many sessions as it may have. */
  private static final class TooManySessions extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySessions(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /** Unless resolve vouches for the attempt, another gateway may have served it before. */
  private void seen(Seeking asked, @Nullable Cluster cluster) {
    long connection = asked.call().arrival().connection().id();
    Observation seen =
        asked.call().isAftercare()
            ? new Observation.AftercareSeen(connection)
            : new Observation.CallSeen(
                asked.call().session().name(),
                connection,
                cluster == null ? null : cluster.id(),
                asked.call().request().resumed() || !asked.choice().firstSeenHere());
    book.seen(asked.call().attempt(), asked.call().arrival().connection(), seen);
  }

  /**
   * A session is lost with the process that held it; a new one there would silently be empty. So it
   * is made again elsewhere, also when its server is about to go, if that can be done.
   */
  private Cluster stillThere(Seeking asked, Cluster placed) throws StatusException {
    if (asked.routed().session().isNowhere()) {
      return asked.call().isAftercare() ? whereItWas(asked, placed) : madeAgain(asked, placed);
    }
    boolean there = moves.isThere(placed);
    boolean leaving =
        there
            && clusters
                .get(placed.id())
                .filter(c -> c.phase() == Cluster.Phase.DRAINING)
                .isPresent();
    if (there && !leaving || asked.call().isAftercare() && there) {
      return current(placed);
    }
    if (!asked.call().isAftercare()) {
      Optional<Cluster> moved = moved(asked, placed, leaving);
      if (moved.isPresent()) {
        return moved.get();
      }
    }
    if (there) {
      return current(placed);
    }
    throw lostWith(asked, placed);
  }

  private StatusException lostWith(Seeking asked, Cluster placed) {
    changes.note(asked.call());
    String bound = asked.routed().session().state().boundBecause();
    String sentence =
        "session lost with cluster "
            + placed.id()
            + (bound == null ? "" : "; it could not move because of " + bound);
    lost(asked.call(), CallFailure.clusterLost(sentence), placed.id());
    return refusal(Status.ABORTED, sentence);
  }

  /** It was given up while nobody used it; the first of its calls makes it again. */
  private Cluster madeAgain(Seeking asked, Cluster placed) throws StatusException {
    LiveSession session = asked.routed().session();
    try {
      if (session.startReturn(LONGEST_RETURN)) {
        return carriedOut(asked, placed, () -> returnTarget(asked, placed), false)
            .orElseThrow(() -> lostWith(asked, placed));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    }
    if (session.isNowhere()) {
      throw lostWith(asked, placed);
    }
    return current(book.placeOf(asked.call().attempt(), asked.call().session()).orElse(placed));
  }

  /** A server that leaves is the last resort. */
  private Optional<Cluster> returnTarget(Seeking asked, Cluster placed)
      throws InterruptedException {
    boolean there = moves.isThere(placed);
    if (there && current(placed).phase() == Cluster.Phase.READY) {
      return Optional.of(current(placed));
    }
    return there
        ? moves.other(asked.choice(), placed).or(() -> Optional.of(current(placed)))
        : moves.targetFor(asked.choice(), placed, false);
  }

  /** Whoever tidies up finds nothing there, and hears so from any server. */
  private Cluster whereItWas(Seeking asked, Cluster placed) throws StatusException {
    return moves.isThere(placed)
        ? current(placed)
        : moves.other(asked.choice(), placed).orElseThrow(() -> lostWith(asked, placed));
  }

  private Cluster current(Cluster placed) {
    return clusters.get(placed.id()).orElse(placed);
  }

  private Optional<Cluster> moved(Seeking asked, Cluster from, boolean leaving)
      throws StatusException {
    LiveSession session = asked.routed().session();
    if (!session.startMove()) {
      RouterMetrics.SESSION_MOVES.increment("bound");
      return Optional.empty();
    }
    return carriedOut(
        asked,
        from,
        () ->
            leaving
                ? moves.other(asked.choice(), from)
                : moves.targetFor(asked.choice(), from, false),
        leaving);
  }

  /** Where a session is to go. */
  private interface Target {
    Optional<Cluster> find() throws InterruptedException;
  }

  /** Its move has begun; whatever comes of it, it ends here. */
  private Optional<Cluster> carriedOut(Seeking asked, Cluster from, Target where, boolean leaving)
      throws StatusException {
    LiveSession session = asked.routed().session();
    try {
      Optional<Cluster> target = where.find();
      if (target.isEmpty()) {
        return target;
      }
      moves.mover().rebuild(session, target.get(), asked.routed().headers());
      book.moved(asked.call().attempt(), asked.call().session(), target.get());
      seen(asked, target.get());
      if (leaving) {
        moves.mover().release(asked.call().session(), from, asked.routed().headers());
      }
      RouterMetrics.SESSION_MOVES.increment("moved");
      return target;
    } catch (SessionMover.MoveFailed e) {
      RouterMetrics.SESSION_MOVES.increment("failed");
      LOG.atWarn()
          .addKeyValue("session", asked.call().session().session())
          .addKeyValue("from", from.id())
          .addKeyValue("why", e.getMessage())
          .log("A session could not move");
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    } finally {
      session.endMove();
    }
  }

  private Cluster await(Seeking asked) throws StatusException {
    Optional<Cluster> found;
    try {
      found = clusters.await(moves.readyWait(), () -> place(asked));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    }
    if (found.isPresent()) {
      seen(asked, found.get());
      return found.get();
    }
    String sentence =
        "no cluster of version %s became ready within %d s; %s"
            .formatted(
                asked.choice().version(),
                moves.readyWait().toSeconds(),
                ClusterChoice.whatThereIs(clusters.all()));
    lost(asked.call(), CallFailure.noCluster(sentence), null);
    throw refusal(Status.FAILED_PRECONDITION, sentence);
  }

  /** Its attempt hears that no server had it. */
  void lost(FoundCall call, CallFailure failure, @Nullable String cluster) {
    if (!call.isAftercare()) {
      book.observe(call.attempt(), new Observation.CallLost(failure, cluster));
    }
  }

  /** A session that another gateway began, or this one before a restart, lives where it lived. */
  private void goWhereTheJournalSays(FoundCall call, LiveSession session) throws StatusException {
    Optional<String> place = session.knownPlace();
    if (place.isEmpty() || book.placeOf(call.attempt(), call.session()).isPresent()) {
      return;
    }
    try {
      Cluster there =
          clusters
              .await(TO_HEAR_OF_CLUSTERS, () -> clusters.get(place.get()))
              .orElseGet(() -> Cluster.gone(place.get(), call.attempt().knownVersion().version()));
      book.moved(call.attempt(), call.session(), there);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    }
  }

  private static StatusException refusal(Status status, String sentence) {
    return status.withDescription(sentence).asException();
  }
}
