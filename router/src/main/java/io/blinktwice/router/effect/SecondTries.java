package io.blinktwice.router.effect;

import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.NextTry;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.Observation.Ending;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.effect.Seat;
import io.blinktwice.router.proxy.CallRouting.Again;
import io.blinktwice.router.proxy.CallRouting.Forwarding;
import io.blinktwice.router.proxy.ServerExchange;
import io.blinktwice.router.wire.OlderEngines;
import io.blinktwice.router.wire.Replays;
import io.blinktwice.router.wire.SparkRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blinks twice inside a call: a read that failed before its client got anything of its result is
 * judged as the end of an attempt, and what the verdict says is done while the client waits.
 *
 * <p>Which version failed is not looked at: the verdict is the same one that a scheduler would get,
 * in both arms. On the way to another version the whole session moves, and moves back when the read
 * fails there too; then the client gets the first failure.
 */
final class SecondTries {
  private static final Logger LOG = LoggerFactory.getLogger(SecondTries.class);

  /** The first, one on the same version by lot or after a lost server, one on another, a spare. */
  private static final int MOST_TRIES = 4;

  private static final Duration TO_RELEASE = Duration.ofSeconds(5);

  /** A supervisor tells at once how its server ended. */
  private static final Duration TO_HEAR_OF_AN_END = Duration.ofSeconds(3);

  /** Who classifies hears it on a connection of its own, and is to know it before the failure. */
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final AttemptBook book;
  private final VerdictClient verdicts;
  private final ResolveClient resolve;
  private final SessionMoves moves;
  private final StatementSeats seats;

  SecondTries(
      AttemptBook book,
      VerdictClient verdicts,
      ResolveClient resolve,
      SessionMoves moves,
      StatementSeats seats) {
    this.book = book;
    this.verdicts = verdicts;
    this.resolve = resolve;
    this.moves = moves;
    this.seats = seats;
  }

  /**
   * What a client is spared so far.
   *
   * @param home where its session was, on the version that was chosen for it
   * @param status what it is told if no try succeeds
   * @param tries how many there were before the one that is under way
   */
  record Story(
      Cluster home,
      VersionChoice choice,
      Status status,
      Metadata trailers,
      int tries,
      boolean away) {
    static Story begins(Cluster home, LiveAttempt attempt, Status status, Metadata trailers) {
      return new Story(home, attempt.knownVersion(), status, trailers, 0, false);
    }

    Story next(boolean elsewhere) {
      return new Story(home, choice, status, trailers, tries + 1, elsewhere);
    }
  }

  /**
   * @param answered whether the server itself said so; otherwise it was lost
   * @param note takes how its call ended, for its attempt
   */
  record Failed(CallFailure failure, Cluster cluster, boolean answered, Consumer<Ending> note) {}

  /** Where to look for another try, if there may be one. */
  Optional<Again> after(Story story, LiveAttempt attempt, RoutedCall call, Failed failed) {
    KeptOperation kept = call.kept();
    if (kept == null || !kept.isRepeatable() || failed.failure().wasAskedFor()) {
      return Optional.empty();
    }
    CallIdentity identity = attempt.identity();
    WorkloadIdentity workload = identity.workload();
    if (workload == null || attempt.isOver()) {
      boolean first = story.tries() == 0;
      return failed.answered() || !first
          ? Optional.empty()
          : Optional.of(
              () -> leavingIfNothing(() -> elsewhere(story, attempt, call, failed), call));
    }
    return identity.retriedByScheduler()
        ? Optional.empty()
        : Optional.of(
            () ->
                leavingIfNothing(
                    () -> asTheVerdictSays(story, workload, attempt, call, failed), call));
  }

  /** However it ends: without another way the call is over. */
  private static Optional<Forwarding> leavingIfNothing(Again again, RoutedCall call)
      throws InterruptedException {
    boolean goesOn = false;
    try {
      Optional<Forwarding> found = again.find();
      goesOn = found.isPresent();
      return found;
    } finally {
      if (!goesOn) {
        call.leave();
      }
    }
  }

  private Optional<Forwarding> asTheVerdictSays(
      Story story, WorkloadIdentity workload, LiveAttempt attempt, RoutedCall call, Failed failed)
      throws InterruptedException {
    LiveSession session = call.session();
    if (!book.consistsOf(attempt, session.key()) || !session.startMove()) {
      return stands(attempt, call, failed, "the session cannot move: " + whyNot(session));
    }
    try {
      if (!failed.answered()) {
        moves.awaitEnd(failed.cluster(), TO_HEAR_OF_AN_END);
        Thread.sleep(HEAD_START);
      }
      book.observe(attempt, new Observation.FailedForNow(failed.failure(), failed.cluster().id()));
      NextTry next =
          story.tries() + 1 >= MOST_TRIES
              ? new NextTry.None("there were enough tries")
              : verdicts.about(
                  attempt.identity().workspace(), workload, attempt.identity().attempt());
      Optional<Forwarding> found =
          switch (next) {
            case NextTry.None(String why) -> {
              told(attempt, "none", why);
              yield Optional.empty();
            }
            case NextTry.Again again -> {
              Thread.sleep(again.after());
              yield tryAgain(story, again, attempt, call, failed);
            }
          };
      if (found.isEmpty()) {
        home(story, attempt, call);
      }
      return found;
    } finally {
      session.endMove();
    }
  }

  private Optional<Forwarding> tryAgain(
      Story story, NextTry.Again again, LiveAttempt attempt, RoutedCall call, Failed failed)
      throws InterruptedException {
    CallIdentity identity = attempt.identity().next();
    VersionChoice resolved;
    try {
      resolved = resolve.versionOf(identity);
    } catch (EnvironmentRefused e) {
      told(attempt, "none", e.sentence());
      return Optional.empty();
    }
    VersionChoice choice =
        resolved.fallback()
            ? new VersionChoice(again.version(), null, null, true, true)
            : resolved.vouched();
    Optional<Cluster> target =
        again.larger()
            ? moves.roomFor(choice, failed.cluster())
            : moves.targetFor(choice, failed.cluster(), failed.answered());
    if (target.isEmpty()) {
      told(attempt, "no_cluster", "no cluster suits: " + choice.wanted());
      return Optional.empty();
    }
    boolean same = target.get().equals(failed.cluster());
    try {
      if (same) {
        releaseOperation(call, target.get());
      } else {
        moves.mover().rebuild(call.session(), target.get(), call.headers());
      }
      call.sitsAgain(target.get(), choice.size());
      LiveAttempt next = book.goesOn(attempt, call.session().key(), choice, target.get());
      call.session().livesOn(target.get());
      told(attempt, same ? "same_cluster" : "moved", "once more on " + target.get().id());
      return Optional.of(forwarded(story, next, call, target.get()));
    } catch (SessionMover.MoveFailed | StatusException e) {
      told(attempt, "move_failed", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Forwarding forwarded(Story story, LiveAttempt attempt, RoutedCall call, Cluster target)
      throws StatusException {
    KeptOperation kept = Objects.requireNonNull(call.kept());
    byte[] request = Objects.requireNonNull(kept.request(), "it was repeatable a moment ago");
    kept.restarts();
    book.seen(
        attempt,
        call.arrival().connection(),
        new Observation.CallSeen(
            call.session().key().name(), call.arrival().connection().id(), target.id(), false));
    return new ForwardedCall(
        new ForwardedCall.Surroundings(book, this, new ErrorDetails(moves.channels())),
        attempt,
        call,
        new ForwardedCall.Way(
            target,
            moves.channels().to(target),
            "ExecutePlan",
            OlderEngines.adapted("ExecutePlan", request, target.version())),
        story.next(story.away() || !target.equals(story.home())));
  }

  /**
   * A read that ran away is begun again as what it is: large work, which waits for a place where it
   * is in nobody's way.
   */
  Again alone(Story story, LiveAttempt attempt, RoutedCall call, Failed from, double coreSeconds) {
    return () ->
        leavingIfNothing(() -> onceItHasAPlace(story, attempt, call, from, coreSeconds), call);
  }

  private Optional<Forwarding> onceItHasAPlace(
      Story story, LiveAttempt attempt, RoutedCall call, Failed from, double coreSeconds)
      throws InterruptedException {
    from.note().accept(new Ending.Cancelled());
    try {
      releaseOperation(call, from.cluster());
      Optional<Seat> seat = seats.alone(call, from.cluster(), coreSeconds);
      if (seat.isEmpty()) {
        return Optional.empty();
      }
      Cluster target = movedFor(seat.get(), attempt, call, from.cluster());
      told(attempt, "isolated", "it ran away; begun again as large work on " + target.id());
      return Optional.of(forwarded(story, attempt, call, target));
    } catch (StatusException e) {
      call.workOver();
      told(attempt, "stands", "it ran away: " + e.getStatus());
      return Optional.empty();
    }
  }

  /** Where it runs now: where its place is if its session can go there, else where it was. */
  private Cluster movedFor(Seat seat, LiveAttempt attempt, RoutedCall call, Cluster home)
      throws InterruptedException {
    LiveSession session = call.session();
    Optional<Cluster> target =
        moves.clusters().get(seat.cluster()).filter(there -> !there.id().equals(home.id()));
    if (target.isPresent() && session.startMove()) {
      try {
        moves.mover().rebuild(session, target.get(), call.headers());
        book.moved(attempt, session.key(), target.get());
        session.livesOn(target.get());
        moves.mover().release(session.key(), home, call.headers());
        return target.get();
      } catch (SessionMover.MoveFailed e) {
        told(attempt, "move_failed", String.valueOf(e.getMessage()));
      } finally {
        session.endMove();
      }
    }
    if (!seat.cluster().equals(home.id())) {
      call.sitsAgain(home, attempt.knownVersion().size());
    }
    return home;
  }

  /** A server takes an operation's id once; the failed one is given back first. */
  private void releaseOperation(RoutedCall call, Cluster cluster)
      throws StatusException, InterruptedException {
    String operation =
        call.purpose() instanceof SparkRequest.Purpose.Execute execute ? execute.operation() : "";
    if (!operation.isEmpty()) {
      SessionKey session = call.session().key();
      new ServerExchange(
              moves.channels().to(cluster), SparkRequest.SERVICE, call.headers(), TO_RELEASE)
          .call(
              "ReleaseExecute",
              List.of(Replays.release(session.session(), session.user(), operation)));
    }
  }

  /** Nobody was asked: the server is gone, and the read goes to another of the same version. */
  private Optional<Forwarding> elsewhere(
      Story story, LiveAttempt attempt, RoutedCall call, Failed failed)
      throws InterruptedException {
    LiveSession session = call.session();
    if (!session.startMove()) {
      return stands(attempt, call, failed, "the session cannot move: " + whyNot(session));
    }
    try {
      Optional<Cluster> target = moves.targetFor(story.choice(), failed.cluster(), false);
      if (target.isPresent()) {
        moves.mover().rebuild(session, target.get(), call.headers());
        failed.note().accept(new Ending.Cancelled());
        book.moved(attempt, session.key(), target.get());
        session.livesOn(target.get());
        call.sitsAgain(target.get(), story.choice().size());
        told(attempt, "recovered", "its server was lost; once more on " + target.get().id());
        return Optional.of(forwarded(story, attempt, call, target.get()));
      }
    } catch (SessionMover.MoveFailed | StatusException e) {
      told(attempt, "move_failed", String.valueOf(e.getMessage()));
    } finally {
      session.endMove();
    }
    return stands(attempt, call, failed, "no other cluster is ready");
  }

  /** The failure is the end of this call, and counts for the attempt as any other. */
  private Optional<Forwarding> stands(
      LiveAttempt attempt, RoutedCall call, Failed failed, String why) {
    told(attempt, "stands", why);
    call.workOver();
    failed.note().accept(new Ending.Failed(failed.failure(), failed.cluster().id()));
    call.leave();
    return Optional.empty();
  }

  /** The attempt is over; the session goes on where it was, as the next one. */
  private void home(Story story, LiveAttempt attempt, RoutedCall call) {
    call.workOver();
    LiveAttempt next =
        book.goesOn(attempt, call.session().key(), story.choice().vouched(), story.home());
    call.session().livesOn(story.home());
    book.seen(
        next,
        call.arrival().connection(),
        new Observation.AftercareSeen(call.arrival().connection().id()));
    call.leave();
  }

  /** The other version's answer is of no use. */
  void givenUp(Story story, LiveAttempt attempt, RoutedCall call, CallFailure failure) {
    book.observe(attempt, new Observation.FailedForNow(failure, null));
    home(story, attempt, call);
  }

  /** The client has a result: the copy of the session that failed is of no use any more. */
  void succeeded(Story story, RoutedCall call) {
    RouterMetrics.SECOND_TRIES.increment("succeeded");
    if (story.away()) {
      moves.mover().release(call.session().key(), story.home(), call.headers());
    }
  }

  private static String whyNot(LiveSession session) {
    String bound = session.state().boundBecause();
    return bound == null ? "other calls are under way in it" : bound;
  }

  private static void told(LiveAttempt attempt, String outcome, String why) {
    RouterMetrics.SECOND_TRIES.increment(outcome);
    LOG.atInfo()
        .addKeyValue("workload", attempt.identity().workload())
        .addKeyValue("run", attempt.identity().attempt().run())
        .addKeyValue("attempt", attempt.identity().attempt().number())
        .addKeyValue("outcome", outcome)
        .addKeyValue("why", why)
        .log("A failed read was looked at before its client heard of it");
  }
}
