package io.blinktwice.router.effect;

import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.LatencyChoice;
import io.blinktwice.router.placement.decision.LatencyChoice.Signs;
import io.blinktwice.router.placement.decision.Work.Restriction;
import io.blinktwice.router.placement.effect.Ask;
import io.blinktwice.router.placement.effect.Ask.Asker;
import io.blinktwice.router.placement.effect.Hold;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.placement.effect.Refused;
import io.blinktwice.router.placement.effect.Seat;
import io.blinktwice.router.placement.size.decision.PlanFeatures;
import io.blinktwice.router.placement.wire.PlanReader;
import io.blinktwice.router.proxy.NoRoom;
import io.blinktwice.router.wire.SessionIds;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.blinktwice.router.wire.WaitingNotice;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks the desk of placement for what calls need: a home for a session, a seat for a statement. */
final class StatementSeats {
  /** A move costs a person this long, and each step of what made the session this much more. */
  private static final double MOVE_SECONDS = 0.5;

  private static final double STEP_SECONDS = 0.05;

  private final PlacementDesk desk;

  StatementSeats(PlacementDesk desk) {
    this.desk = desk;
  }

  PlacementDesk desk() {
    return desk;
  }

  private static Asker asker(CallIdentity identity, SessionKey session, Metadata headers) {
    return new Asker(
        session.session(),
        session.user(),
        identity.workspace(),
        identity.workload() == null
            ? null
            : RunEvents.fingerprintOf(identity.workspace(), identity.workload()).value(),
        identity.pace().namedRun() ? identity.attempt().run().value() : null,
        CallTrace.of(headers).orElse(null));
  }

  /** Where a session without a home lives from now on; empty while nowhere. */
  Optional<String> home(RoutedCall call, CallIdentity identity, VersionChoice choice) {
    return desk.opened(
        new Ask(
            asker(identity, call.session().key(), call.headers()),
            "",
            choice.version(),
            LatencyChoice.of(
                new Signs(
                    identity.pace().declared(),
                    "",
                    identity.pace().namedRun(),
                    LatencyChoice.Behaviour.NONE)),
            PlanFeatures.nothing(),
            Restriction.NONE.wanting(choice.size())));
  }

  /**
   * A place for the statement of a call, waited for.
   *
   * @param anywhere whether its session may move there
   */
  Optional<Seat> of(
      RoutedCall call,
      CallIdentity identity,
      Cluster home,
      VersionChoice choice,
      byte[] request,
      boolean anywhere)
      throws StatusException {
    try {
      Optional<Seat> seat =
          desk.seat(ask(call, identity, home, choice, request, anywhere), hold(call));
      seat.ifPresent(call::sits);
      return seat;
    } catch (Refused e) {
      throw refusal(call, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.ABORTED.withDescription("the gateway is stopping").asException();
    }
  }

  /** For what ran away: it was found large, whoever waits for it. */
  Optional<Seat> alone(RoutedCall call, Cluster home, double coreSeconds)
      throws StatusException, InterruptedException {
    Seat had = call.seat();
    if (had == null) {
      return Optional.empty();
    }
    call.workOver();
    Ask first = had.ask();
    Ask ask =
        new Ask(
            first.asker(),
            first.operation(),
            had.version(),
            new LatencyChoice(Latency.BATCH, "OVERRUN", "it used far more than was expected"),
            first.plan(),
            Restriction.from(home.id(), moveSeconds(call.session())).wanting(first.where().size()));
    try {
      Optional<Seat> seat = desk.seatAlone(ask, coreSeconds, hold(call));
      seat.ifPresent(call::sits);
      return seat;
    } catch (Refused e) {
      throw refusal(call, e);
    }
  }

  private static double moveSeconds(LiveSession session) {
    return MOVE_SECONDS + STEP_SECONDS * session.state().steps().size();
  }

  private static StatusException refusal(RoutedCall call, Refused why) {
    return call.client().left().isDone()
        ? Status.CANCELLED.withDescription(why.getMessage()).asException()
        : NoRoom.error(WaitingNotice.QUEUE_FULL, String.valueOf(why.getMessage()));
  }

  private static Ask ask(
      RoutedCall call,
      CallIdentity identity,
      Cluster home,
      VersionChoice choice,
      byte[] request,
      boolean anywhere) {
    LiveSession session = call.session();
    Signs signs =
        new Signs(
            identity.pace().declared(),
            SessionIds.clientTypeIn(request),
            identity.pace().namedRun(),
            session.behaviour(System.nanoTime()));
    Restriction where =
        anywhere ? Restriction.from(home.id(), moveSeconds(session)) : Restriction.to(home.id());
    return new Ask(
        asker(identity, session.key(), call.headers()),
        call.purpose() instanceof Purpose.Execute execute ? execute.operation() : "",
        choice.version(),
        LatencyChoice.of(signs),
        PlanReader.read(request),
        where.wanting(choice.size()));
  }

  /** The line in front of the clusters, as the client of this call sees it. */
  static Hold hold(RoutedCall call) {
    return new Hold() {
      @Override
      public CompletableFuture<Void> left() {
        return call.client().left();
      }

      @Override
      public void stillWaiting() {
        String told = call.session().told();
        if (told != null && call.purpose() instanceof Purpose.Execute execute) {
          call.client()
              .tell(
                  WaitingNotice.message(call.session().key().session(), told, execute.operation()));
        }
      }
    };
  }

  /** That a client gave up, or found no room, says nothing about a server. */
  static CallFailure refused(StatusException refusal) {
    return CallFailure.noPlace(String.valueOf(refusal.getStatus().getDescription()));
  }
}
