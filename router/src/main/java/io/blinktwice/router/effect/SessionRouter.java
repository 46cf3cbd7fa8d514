package io.blinktwice.router.effect;

import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.effect.ForwardedCall.Way;
import io.blinktwice.router.proxy.CallRouting;
import io.blinktwice.router.proxy.ForwardedHeaders;
import io.blinktwice.router.proxy.Visitor;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.blinktwice.router.wire.OlderEngines;
import io.blinktwice.router.wire.Replays;
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

  private final AttemptBook book;
  private final Surroundings around;
  private final SessionChanges changes;
  private final SessionHomes homes;
  private final Optional<SessionNames> names;
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
      StatementSeats seats,
      WorkspaceLimits limits) {}

  /**
   * @param byPlans whether sessions that declare no workload are recognised by their plans
   */
  SessionRouter(
      AttemptBook book,
      LiveSessions sessions,
      Surroundings around,
      Duration readyWait,
      boolean byPlans) {
    this.book = book;
    this.sessions = sessions;
    this.around = around;
    SessionMoves moves =
        new SessionMoves(
            around.clusters(),
            around.channels(),
            new SessionMover(around.channels()),
            readyWait,
            around.seats().desk());
    this.changes = new SessionChanges(book, sessions, around.seats().desk());
    this.homes = new SessionHomes(book, around.seats(), moves, changes, around.limits());
    this.names =
        byPlans ? Optional.of(new SessionNames(book, around.resolve(), moves)) : Optional.empty();
    this.forwarding =
        new ForwardedCall.Surroundings(
            book,
            new SecondTries(book, around.verdicts(), around.resolve(), moves, around.seats()),
            new ErrorDetails(around.channels()));
  }

  @Override
  public Forwarding route(Arrival arrival, byte[] received, Client client) throws StatusException {
    byte[] firstMessage = asOfItsUser(arrival.visitor(), received);
    FoundCall call = find(arrival, firstMessage);
    LiveSession live = sessions.of(call.session(), call.request().resumed());
    enter(live, call.isAftercare());
    RoutedCall routed =
        new RoutedCall(
            arrival,
            call.request(),
            live,
            headersOf(call),
            firstMessage,
            client,
            around.seats().desk());
    boolean forwarded = false;
    try {
      // It may have gone on as the next attempt while this call waited.
      FoundCall current = call.of(book.attemptOf(call.session(), call.attempt().identity()));
      FoundCall now = names.map(by -> by.named(current, routed, firstMessage)).orElse(current);
      ForwardedCall way = route(now, routed, firstMessage);
      forwarded = true;
      return way;
    } catch (EnvironmentRefused e) {
      throw refusal(Status.FAILED_PRECONDITION, e.sentence());
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
  private Metadata headersOf(FoundCall call) {
    Metadata received = call.arrival().headers();
    ForwardedHeaders passing =
        call.arrival().visitor().user() == null ? forwardedHeaders : withoutCredential;
    Metadata forwarded = passing.of(received, around.secret().now());
    CallTrace.begin(forwarded, book.traceOf(call.attempt(), CallTrace.of(received)));
    return forwarded;
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

  private ForwardedCall route(FoundCall call, RoutedCall routed, byte[] firstMessage)
      throws StatusException {
    VersionChoice choice = call.attempt().version(() -> versionFor(call.attempt().identity()));
    Cluster cluster = homes.of(new SessionHomes.Seeking(call, routed, choice), firstMessage);
    changes.note(call);
    homes.released(routed, cluster);
    String method = call.arrival().method();
    Way way =
        new Way(
            cluster,
            channelTo(call, routed, cluster, firstMessage),
            method,
            OlderEngines.adapted(method, asOfThere(routed, firstMessage), cluster.version()));
    return new ForwardedCall(forwarding, call.attempt(), routed, way, null);
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

  private FoundCall find(Arrival arrival, byte[] firstMessage) throws StatusException {
    try {
      SparkRequest request = SparkRequest.read(arrival.method(), firstMessage);
      SessionKey session = SessionKey.of(arrival.visitor(), request);
      arrival.account().names(request.session(), operationOf(request));
      return switch (CallIdentity.of(
          arrival.visitor().workspace(), ours(arrival.headers()), request.session())) {
        case CallIdentity.Reading.Read(CallIdentity identity) ->
            new FoundCall(arrival, request, session, book.attemptOf(session, identity));
        case CallIdentity.Reading.Refused(String sentence) ->
            throw refusal(Status.INVALID_ARGUMENT, sentence);
      };
    } catch (SparkRequest.Unreadable e) {
      throw refusal(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String operationOf(SparkRequest request) {
    return switch (request.purpose()) {
      case Purpose.Execute execute -> execute.operation();
      case Purpose.Reattach reattach -> reattach.operation();
      case Purpose.ReleaseExecute release -> release.operation();
      case Purpose.Analyze _,
          Purpose.Prepare _,
          Purpose.CloneSession _,
          Purpose.ReleaseSession _,
          Purpose.Aftercare _,
          Purpose.Other _ ->
          null;
    };
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
    WorkloadIdentity workload = identity.workload();
    return workload == null
        ? VersionChoice.unasked(around.resolve().stable(), false)
        : around.resolve().versionOf(identity);
  }

  /** To its cluster; not for what that has said already and says once. */
  private Channel channelTo(FoundCall call, RoutedCall routed, Cluster cluster, byte[] firstMessage)
      throws StatusException {
    Optional<byte[]> kept =
        call.arrival().method().equals("FetchErrorDetails")
            ? routed.session().keptError(Replays.errorAskedFor(firstMessage))
            : Optional.empty();
    if (kept.isPresent()) {
      return new KeptAnswer(kept.get());
    }
    try {
      return around.channels().to(cluster);
    } catch (StatusException e) {
      homes.lost(
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
