package io.blinktwice.router.effect;

import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.StatementKind;
import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.placement.effect.Seat;
import io.blinktwice.router.proxy.CallAccount;
import io.blinktwice.router.proxy.CallRouting.Arrival;
import io.blinktwice.router.proxy.CallRouting.Client;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A call of a session, whatever servers it goes to. */
final class RoutedCall {
  private final Arrival arrival;
  private final SparkRequest request;
  private final LiveSession session;
  private final Metadata headers;
  private final @Nullable KeptOperation kept;
  private final Client client;
  private final PlacementDesk desk;
  private final AtomicReference<@Nullable Seat> seat = new AtomicReference<>();
  private final AtomicBoolean left = new AtomicBoolean();
  private boolean counted;

  /**
   * @param headers what servers get to see
   */
  RoutedCall(
      Arrival arrival,
      SparkRequest request,
      LiveSession session,
      Metadata headers,
      byte[] firstMessage,
      Client client,
      PlacementDesk desk) {
    this.arrival = arrival;
    this.request = request;
    this.session = session;
    this.headers = headers;
    this.kept = kept(firstMessage);
    this.client = client;
    this.desk = desk;
  }

  /**
   * Counts it among the operations of its workspace. What only tidies up counts for nothing, and
   * what has begun before may always go on.
   *
   * @return why it may not be one of them
   */
  Optional<String> takeShare() {
    if (request.isAftercare()) {
      return Optional.empty();
    }
    Optional<String> refusal = Optional.empty();
    if (purpose() instanceof Purpose.Reattach) {
      arrival.share().goOn();
    } else {
      refusal = arrival.share().begin();
    }
    counted = refusal.isEmpty();
    return refusal;
  }

  private @Nullable KeptOperation kept(byte[] firstMessage) {
    return switch (request.purpose()) {
      case Purpose.Execute(String operation, boolean _, PlanMeaning meaning) -> {
        boolean matters =
            meaning.kind() == StatementKind.READ
                || !(meaning.effect() instanceof SessionEffect.None);
        KeptOperation made = matters ? new KeptOperation(meaning, firstMessage) : null;
        if (made != null && !operation.isEmpty()) {
          session.started(operation, made);
        }
        yield made;
      }
      case Purpose.Reattach(String operation) -> session.operation(operation).orElse(null);
      default -> null;
    };
  }

  Arrival arrival() {
    return arrival;
  }

  Purpose purpose() {
    return request.purpose();
  }

  LiveSession session() {
    return session;
  }

  Metadata headers() {
    return headers;
  }

  @Nullable KeptOperation kept() {
    return kept;
  }

  Client client() {
    return client;
  }

  /** Whoever reads of calls can see where it went. */
  void goesTo(Cluster cluster) {
    String pool = desk.poolOf(cluster.version());
    arrival.account().goesTo(new CallAccount.Server(cluster.id(), cluster.version().value(), pool));
  }

  /** Its statement has a place. */
  void sits(Seat given) {
    seat.set(given);
  }

  @Nullable Seat seat() {
    return seat.get();
  }

  /** Its statement is over, as far as its cluster is concerned. */
  void workOver() {
    Seat had = seat.getAndSet(null);
    if (had != null) {
      desk.over(had);
      session.answered(System.nanoTime());
    } else if (purpose() instanceof Purpose.Reattach(String operation)) {
      desk.released(session.key().session(), session.key().user(), operation);
      session.answered(System.nanoTime());
    }
  }

  /** Should its statement run away, somebody can begin it again elsewhere. */
  void ifItRunsAway(PlacementDesk.Runaway then) {
    Seat now = seat.get();
    if (now != null) {
      desk.watch(now, then);
    }
  }

  /** Its statement is tried once more, on this cluster, with what is advised for it now. */
  void sitsAgain(Cluster cluster, @Nullable WantedSize size) {
    Seat had = seat.get();
    if (had != null) {
      seat.set(desk.again(had, cluster.version(), cluster.id(), size).orElse(null));
    }
  }

  /** Its statement goes on without it. */
  void workGoesOn() {
    Seat had = seat.getAndSet(null);
    if (had != null) {
      desk.detached(had);
    }
  }

  /** The call is over for its client. */
  void leave() {
    if (left.compareAndSet(false, true)) {
      if (kept != null && isUnnamed()) {
        kept.forget();
      }
      if (counted) {
        arrival.share().end();
      }
      if (!request.isAftercare()) {
        session.leave();
      }
    }
  }

  /** Nobody can attach to what has no name. */
  private boolean isUnnamed() {
    return purpose() instanceof Purpose.Execute execute && execute.operation().isEmpty();
  }

  /** Whether the end of the stream alone does not end the operation. */
  boolean endsByMessage() {
    return switch (purpose()) {
      case Purpose.Execute execute -> execute.reattachable();
      case Purpose.Reattach _ -> true;
      default -> false;
    };
  }
}
