package io.blinktwice.router.effect;

import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.StatementKind;
import io.blinktwice.router.decision.UndeclaredWork;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.wire.PlanWords;
import io.blinktwice.router.proxy.ClientConnection;
import io.blinktwice.router.wire.SessionIds;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whose work a session is when its client declared no workload: by the first plan that it
 * runs, which is when its version is decided, too.
 *
 * <p>What came before that plan only prepared the session, so it may go to a server of the version
 * that it gets now. Where it cannot, it stays, and its run events say on which version. Of a
 * session that began elsewhere the first plan was not seen; it goes on without a name.
 */
final class SessionNames {
  private static final Logger LOG = LoggerFactory.getLogger(SessionNames.class);

  private final AttemptBook book;
  private final ResolveClient resolve;
  private final SessionMoves moves;

  SessionNames(AttemptBook book, ResolveClient resolve, SessionMoves moves) {
    this.book = book;
    this.resolve = resolve;
    this.moves = moves;
  }

  /** The call, as one of the attempt that it belongs to once its session is recognised. */
  FoundCall named(FoundCall call, RoutedCall routed, byte[] request) {
    return isDue(call, routed)
        ? routed.session().naming(() -> byPlan(call, routed, request))
        : call;
  }

  private static boolean isDue(FoundCall call, RoutedCall routed) {
    return call.attempt().identity().workload() == null
        && routed.session().beganHere()
        && routed.purpose() instanceof Purpose.Execute execute
        && execute.meaning().kind() != StatementKind.SESSION_STATE;
  }

  /** Another call of the session may have named it meanwhile. */
  private FoundCall byPlan(FoundCall call, RoutedCall routed, byte[] request) {
    FoundCall now = call.of(book.attemptOf(call.session(), call.attempt().identity()));
    if (now.attempt().identity().workload() != null) {
      return now;
    }
    return PlanWords.of(request)
        .map(
            words ->
                UndeclaredWork.of(call.session().user(), SessionIds.clientTypeIn(request), words))
        .map(work -> now.of(recognised(now, routed, work)))
        .orElse(now);
  }

  private LiveAttempt recognised(FoundCall call, RoutedCall routed, UndeclaredWork work) {
    CallIdentity identity = call.attempt().identity().recognised(work);
    VersionChoice wanted = resolve.versionOf(identity);
    Optional<Cluster> home = book.placeOf(call.attempt(), call.session());
    if (home.isEmpty() || home.get().version().equals(wanted.version())) {
      RouterMetrics.SESSIONS_RECOGNISED.increment("placed");
      return goesOn(call, identity, wanted, home);
    }
    LiveSession session = routed.session();
    if (!wanted.fallback() && session.startMove()) {
      try {
        Optional<Cluster> target = madeAgain(routed, home.get(), wanted);
        if (target.isPresent()) {
          RouterMetrics.SESSIONS_RECOGNISED.increment("moved");
          return goesOn(call, identity, wanted, target);
        }
      } finally {
        session.endMove();
      }
    }
    RouterMetrics.SESSIONS_RECOGNISED.increment("stays");
    return goesOn(call, identity, wanted.without(home.get().version()), home);
  }

  private Optional<Cluster> madeAgain(RoutedCall routed, Cluster home, VersionChoice wanted) {
    Optional<Cluster> target = moves.other(wanted, home);
    try {
      if (target.isPresent()) {
        moves.mover().rebuild(routed.session(), target.get(), routed.headers());
        moves.mover().release(routed.session().key(), home, routed.headers());
      }
      return target;
    } catch (SessionMover.MoveFailed e) {
      LOG.atWarn()
          .addKeyValue("session", routed.session().key().session())
          .addKeyValue("from", home.id())
          .addKeyValue("why", e.getMessage())
          .log("A session could not go to the version of its first plan");
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private LiveAttempt goesOn(
      FoundCall call, CallIdentity identity, VersionChoice choice, Optional<Cluster> place) {
    LOG.atInfo()
        .addKeyValue("session", call.session().session())
        .addKeyValue("recognisedBy", identity.recognisedBy())
        .addKeyValue("version", choice.version())
        .log("A session that declares no workload is recognised by its first plan");
    boolean wrote = book.mayHaveWritten(call.attempt());
    LiveAttempt named = book.recognised(call.attempt(), call.session(), identity, choice, place);
    ClientConnection connection = call.arrival().connection();
    place.ifPresent(
        cluster ->
            book.seen(
                named,
                connection,
                new Observation.CallSeen(
                    call.session().name(),
                    connection.id(),
                    cluster.id(),
                    wrote || !choice.firstSeenHere())));
    return named;
  }
}
