package io.blinktwice.router.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.ClusterChoice;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.effect.ForwardedCall.Way;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.effect.Seat;
import io.blinktwice.router.proxy.CallRouting;
import io.blinktwice.router.proxy.ForwardedHeaders;
import io.blinktwice.router.proxy.Visitor;
import io.blinktwice.router.wire.OlderEngines;
import io.blinktwice.router.wire.SessionIds;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.blinktwice.router.wire.UserFields;
import io.blinktwice.router.wire.WaitingNotice;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds for every call the attempt that it belongs to and the cluster where its session lives. */
final class SessionRouter implements CallRouting {
  private static final Set<String> OUR_HEADERS =
      Set.of(
          CallIdentity.WORKLOAD,
          CallIdentity.RUN,
          CallIdentity.ATTEMPT,
          CallIdentity.CODE_HASH,
          CallIdentity.ENVIRONMENT,
          CallIdentity.SIDE_EFFECTS,
          CallIdentity.RETRIES,
          CallIdentity.LATENCY,
          SignedEntrance.WORKSPACE);

  /** What a move may take, with the wait for a verdict and a pause before it. */
  private static final Duration LONGEST_MOVE = Duration.ofSeconds(120);

  /** A gateway that has just started may not have read yet which clusters there are. */
  private static final Duration TO_HEAR_OF_CLUSTERS = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(SessionRouter.class);

  private final AttemptBook book;
  private final Surroundings around;
  private final Duration readyWait;
  private final SessionMoves moves;
  private final ForwardedHeaders forwardedHeaders = new ForwardedHeaders(OUR_HEADERS);
  private final ForwardedHeaders withoutCredential =
      new ForwardedHeaders(
          Stream.concat(OUR_HEADERS.stream(), Stream.of(SignedEntrance.AUTHORIZATION))
              .collect(Collectors.toUnmodifiableSet()));

  private final LiveSessions sessions;
  private final ForwardedCall.Surroundings forwarding;

  /** What the router asks. */
  record Surroundings(
      ResolveClient resolve,
      VerdictClient verdicts,
      ClusterTable clusters,
      ClusterChannels channels,
      SecretInFile secret,
      StatementSeats seats) {}

  SessionRouter(AttemptBook book, LiveSessions sessions, Surroundings around, Duration readyWait) {
    this.book = book;
    this.sessions = sessions;
    this.around = around;
    this.readyWait = readyWait;
    this.moves =
        new SessionMoves(
            around.clusters(),
            around.channels(),
            new SessionMover(around.channels()),
            readyWait,
            around.seats().desk());
    this.forwarding =
        new ForwardedCall.Surroundings(
            book,
            new SecondTries(book, around.verdicts(), around.resolve(), moves, around.seats()));
  }

  /** A call with all that was found out about it. */
  private record Found(
      Arrival arrival, SparkRequest request, SessionKey session, LiveAttempt attempt) {
    /** The same call, as one of this attempt. */
    Found of(LiveAttempt now) {
      return new Found(arrival, request, session, now);
    }

    boolean isAftercare() {
      return request.isAftercare();
    }
  }

  @Override
  public Forwarding route(Arrival arrival, byte[] received, Client client) throws StatusException {
    byte[] firstMessage = asOfItsUser(arrival.visitor(), received);
    Found call = find(arrival, firstMessage);
    LiveSession live = sessions.of(call.session(), call.request().resumed());
    enter(live, call.isAftercare());
    RoutedCall routed =
        new RoutedCall(
            arrival,
            call.request(),
            live,
            headersOf(arrival),
            firstMessage,
            client,
            around.seats().desk());
    boolean forwarded = false;
    try {
      // It may have gone on as the next attempt while this call waited.
      Found now = call.of(book.attemptOf(call.session(), call.attempt().identity()));
      ForwardedCall way = route(now, routed, firstMessage);
      forwarded = true;
      return way;
    } finally {
      if (!forwarded) {
        routed.workOver();
        routed.leave();
      }
    }
  }

  /**
   * Whose credential opened the gateway has no use for it at a server, and it is none of theirs.
   */
  private Metadata headersOf(Arrival arrival) {
    ForwardedHeaders forwarded =
        arrival.visitor().user() == null ? forwardedHeaders : withoutCredential;
    return forwarded.of(arrival.headers(), around.secret().now());
  }

  private static byte[] asOfItsUser(Visitor visitor, byte[] message) throws StatusException {
    try {
      return visitor.user() == null
          ? message
          : UserFields.saying(visitor.user(), visitor.actor(), message);
    } catch (SparkRequest.Unreadable e) {
      throw refusal(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  private void enter(LiveSession session, boolean tidying) throws StatusException {
    try {
      if (!session.enter(tidying, LONGEST_MOVE)) {
        throw refusal(Status.ABORTED, "the session is still moving to another server");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    }
  }

  private ForwardedCall route(Found call, RoutedCall routed, byte[] firstMessage)
      throws StatusException {
    VersionChoice choice = call.attempt().version(() -> versionFor(call.attempt().identity()));
    goWhereTheJournalSays(call, routed.session());
    Optional<Cluster> placed = place(call, choice.version());
    seen(call, choice, placed.orElse(null));
    Cluster cluster =
        placed.isPresent() ? stillThere(call, routed, choice, placed.get()) : await(call, choice);
    if (call.request().purpose() instanceof Purpose.Execute) {
      cluster = seated(call, routed, choice, cluster, firstMessage);
    }
    if (!call.isAftercare()) {
      routed.session().livesOn(cluster);
    }
    noteSessionChanges(call);
    String method = call.arrival().method();
    Way way =
        new Way(
            cluster,
            channelTo(call, cluster),
            method,
            OlderEngines.adapted(method, asOfThere(routed, firstMessage), cluster.version()));
    return new ForwardedCall(forwarding, call.attempt(), routed, way, null);
  }

  /**
   * Where its statement runs: where its session lives, or where that moves now. Should the session
   * turn out to be bound meanwhile, it runs at home after all.
   */
  private Cluster seated(
      Found call, RoutedCall routed, VersionChoice choice, Cluster home, byte[] request)
      throws StatusException {
    LiveSession session = routed.session();
    boolean anywhere =
        home.phase() == Cluster.Phase.READY && session.calls() <= 1 && session.state().isPortable();
    try {
      Optional<Seat> seat = seat(call, routed, choice, home, request, anywhere);
      if (seat.isEmpty() || seat.get().cluster().equals(home.id())) {
        return home;
      }
      Optional<Cluster> target = around.clusters().get(seat.get().cluster());
      Optional<Cluster> moved =
          target.isEmpty() ? target : movedTo(call, routed, choice, home, target.get());
      if (moved.isPresent()) {
        return moved.get();
      }
      routed.workOver();
      seat(call, routed, choice, home, request, false);
      return home;
    } catch (StatusException e) {
      lost(call, StatementSeats.refused(e), null);
      throw e;
    }
  }

  private Optional<Seat> seat(
      Found call,
      RoutedCall routed,
      VersionChoice choice,
      Cluster home,
      byte[] request,
      boolean anywhere)
      throws StatusException {
    return around
        .seats()
        .of(routed, call.attempt().identity(), home, choice.version(), request, anywhere);
  }

  private Optional<Cluster> movedTo(
      Found call, RoutedCall routed, VersionChoice choice, Cluster from, Cluster target)
      throws StatusException {
    if (!routed.session().startMove()) {
      return Optional.empty();
    }
    return carriedOut(call, routed, choice, from, () -> Optional.of(target), true);
  }

  /** A session that another gateway began, or this one before a restart, lives where it lived. */
  private void goWhereTheJournalSays(Found call, LiveSession session) throws StatusException {
    Optional<String> place = session.knownPlace();
    if (place.isEmpty() || book.placeOf(call.attempt(), call.session()).isPresent()) {
      return;
    }
    try {
      Cluster there =
          around
              .clusters()
              .await(TO_HEAR_OF_CLUSTERS, () -> around.clusters().get(place.get()))
              .orElseGet(() -> Cluster.gone(place.get(), call.attempt().knownVersion().version()));
      book.moved(call.attempt(), call.session(), there);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    }
  }

  /** A position in an answer that was given up says nothing to the server that began anew. */
  private static byte[] asOfThere(RoutedCall call, byte[] message) {
    KeptOperation kept = call.kept();
    if (call.purpose() instanceof Purpose.Reattach
        && WaitingNotice.isPosition(SessionIds.lastResponseIn(message))) {
      return SessionIds.fromTheStart(message);
    }
    return kept != null
            && call.purpose() instanceof Purpose.Reattach
            && kept.isBeforeRestart(SessionIds.lastResponseIn(message))
        ? SessionIds.fromTheStart(message)
        : message;
  }

  private Found find(Arrival arrival, byte[] firstMessage) throws StatusException {
    try {
      SparkRequest request = SparkRequest.read(arrival.method(), firstMessage);
      SessionKey session = SessionKey.of(arrival.visitor(), request);
      return switch (CallIdentity.of(
          arrival.visitor().workspace(), ours(arrival.headers()), request.session())) {
        case CallIdentity.Reading.Read(CallIdentity identity) ->
            new Found(arrival, request, session, book.attemptOf(session, identity));
        case CallIdentity.Reading.Refused(String sentence) ->
            throw refusal(Status.INVALID_ARGUMENT, sentence);
      };
    } catch (SparkRequest.Unreadable e) {
      throw refusal(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> ours(Metadata headers) {
    Map<String, String> values = new HashMap<>();
    for (String name : OUR_HEADERS) {
      String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private VersionChoice versionFor(CallIdentity identity) {
    WorkloadId workload = identity.workload();
    return workload == null
        ? VersionChoice.unasked(around.resolve().stable(), false)
        : around.resolve().versionOf(identity.workspace(), workload, identity.attempt());
  }

  private Optional<Cluster> place(Found call, EngineVersion version) {
    return book.place(
        call.attempt(),
        call.session(),
        () ->
            around
                .seats()
                .home(call.attempt().identity(), call.session(), version)
                .flatMap(around.clusters()::get)
                .filter(cluster -> cluster.accepts(version)));
  }

  /** Unless resolve vouches for the attempt, another gateway may have served it before. */
  private void seen(Found call, VersionChoice choice, @Nullable Cluster cluster) {
    long connection = call.arrival().connection().id();
    Observation seen =
        call.isAftercare()
            ? new Observation.AftercareSeen(connection)
            : new Observation.CallSeen(
                call.session().name(),
                connection,
                cluster == null ? null : cluster.id(),
                call.request().resumed() || !choice.firstSeenHere());
    book.seen(call.attempt(), call.arrival().connection(), seen);
  }

  /**
   * A session is lost with the process that held it; a new one there would silently be empty. So it
   * is made again elsewhere, also when its server is about to go, if that can be done.
   */
  private Cluster stillThere(Found call, RoutedCall routed, VersionChoice choice, Cluster placed)
      throws StatusException {
    boolean there = moves.isThere(placed);
    boolean leaving =
        there
            && around
                .clusters()
                .get(placed.id())
                .filter(c -> c.phase() == Cluster.Phase.DRAINING)
                .isPresent();
    if (there && !leaving || call.isAftercare() && there) {
      return current(placed);
    }
    if (!call.isAftercare()) {
      Optional<Cluster> moved = moved(call, routed, choice, placed, leaving);
      if (moved.isPresent()) {
        return moved.get();
      }
    }
    if (there) {
      return current(placed);
    }
    noteSessionChanges(call);
    String bound = routed.session().state().boundBecause();
    String sentence =
        "session lost with cluster "
            + placed.id()
            + (bound == null ? "" : "; it could not move because of " + bound);
    lost(call, CallFailure.clusterLost(sentence), placed.id());
    throw refusal(Status.ABORTED, sentence);
  }

  private Cluster current(Cluster placed) {
    return around.clusters().get(placed.id()).orElse(placed);
  }

  private Optional<Cluster> moved(
      Found call, RoutedCall routed, VersionChoice choice, Cluster from, boolean leaving)
      throws StatusException {
    LiveSession session = routed.session();
    if (!session.startMove()) {
      RouterMetrics.SESSION_MOVES.increment("bound");
      return Optional.empty();
    }
    return carriedOut(
        call,
        routed,
        choice,
        from,
        () ->
            leaving
                ? moves.other(choice.version(), from)
                : moves.targetFor(choice.version(), from, false),
        leaving);
  }

  /** Where a session is to go. */
  private interface Target {
    Optional<Cluster> find() throws InterruptedException;
  }

  /** Its move has begun; whatever comes of it, it ends here. */
  private Optional<Cluster> carriedOut(
      Found call,
      RoutedCall routed,
      VersionChoice choice,
      Cluster from,
      Target where,
      boolean leaving)
      throws StatusException {
    LiveSession session = routed.session();
    try {
      Optional<Cluster> target = where.find();
      if (target.isEmpty()) {
        return target;
      }
      moves.mover().rebuild(session, target.get(), routed.headers());
      book.moved(call.attempt(), call.session(), target.get());
      seen(call, choice, target.get());
      if (leaving) {
        moves.mover().release(call.session(), from, routed.headers());
      }
      RouterMetrics.SESSION_MOVES.increment("moved");
      return target;
    } catch (SessionMover.MoveFailed e) {
      RouterMetrics.SESSION_MOVES.increment("failed");
      LOG.atWarn()
          .addKeyValue("session", call.session().session())
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

  private Cluster await(Found call, VersionChoice choice) throws StatusException {
    Optional<Cluster> found;
    try {
      found = around.clusters().await(readyWait, () -> place(call, choice.version()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(Status.ABORTED, "the gateway is stopping");
    }
    if (found.isPresent()) {
      seen(call, choice, found.get());
      return found.get();
    }
    String sentence =
        "no cluster of version %s became ready within %d s; %s"
            .formatted(
                choice.version(),
                readyWait.toSeconds(),
                ClusterChoice.whatThereIs(around.clusters().all()));
    lost(call, CallFailure.noCluster(sentence), null);
    throw refusal(Status.FAILED_PRECONDITION, sentence);
  }

  private void lost(Found call, CallFailure failure, @Nullable String cluster) {
    if (!call.isAftercare()) {
      book.observe(call.attempt(), new Observation.CallLost(failure, cluster));
    }
  }

  private void noteSessionChanges(Found call) {
    switch (call.request().purpose()) {
      case Purpose.ReleaseSession _ -> {
        book.released(call.attempt(), call.session());
        sessions.closed(call.session());
      }
      case Purpose.ReleaseExecute(String operation, boolean all) when all -> {
        book.observe(call.attempt(), new Observation.OperationReleased(operation));
        around.seats().desk().released(call.session().session(), call.session().user(), operation);
        sessions.of(call.session(), true).over(operation);
      }
      case Purpose.CloneSession(String newSession) -> {
        SessionKey clone =
            new SessionKey(call.session().workspace(), call.session().user(), newSession);
        book.cloned(call.attempt(), call.session(), clone);
        sessions.cloned(clone);
      }
      case Purpose.ReleaseExecute _,
          Purpose.Execute _,
          Purpose.Reattach _,
          Purpose.Analyze _,
          Purpose.Prepare _,
          Purpose.Aftercare _,
          Purpose.Other _ -> {}
    }
  }

  private Channel channelTo(Found call, Cluster cluster) throws StatusException {
    try {
      return around.channels().to(cluster);
    } catch (StatusException e) {
      lost(
          call,
          CallFailure.clusterUnusable(String.valueOf(e.getStatus().getDescription())),
          cluster.id());
      throw e;
    }
  }

  private static StatusException refusal(Status status, String sentence) {
    return status.withDescription(sentence).asException();
  }
}
