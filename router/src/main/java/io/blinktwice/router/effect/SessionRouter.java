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
import io.blinktwice.router.proxy.CallRouting;
import io.blinktwice.router.proxy.ForwardedHeaders;
import io.blinktwice.router.proxy.ServerChannels;
import io.blinktwice.router.wire.OlderEngines;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
          CallIdentity.SIDE_EFFECTS);

  private final AttemptBook book;
  private final Surroundings around;
  private final Duration readyWait;
  private final ForwardedHeaders forwardedHeaders = new ForwardedHeaders(OUR_HEADERS);

  /** What the router asks. */
  record Surroundings(
      ResolveClient resolve, ClusterTable clusters, ServerChannels channels, SecretInFile secret) {}

  SessionRouter(AttemptBook book, Surroundings around, Duration readyWait) {
    this.book = book;
    this.around = around;
    this.readyWait = readyWait;
  }

  /** A call with all that was found out about it. */
  private record Found(
      Arrival arrival, SparkRequest request, SessionKey session, LiveAttempt attempt) {
    boolean isAftercare() {
      return switch (request.purpose()) {
        case Purpose.ReleaseExecute _, Purpose.ReleaseSession _, Purpose.Aftercare _ -> true;
        case Purpose.Execute _,
            Purpose.Reattach _,
            Purpose.Analyze _,
            Purpose.Prepare _,
            Purpose.CloneSession _,
            Purpose.Other _ ->
            false;
      };
    }
  }

  @Override
  public Forwarding route(Arrival arrival, byte[] firstMessage) throws StatusException {
    Found call = find(arrival, firstMessage);
    VersionChoice choice = call.attempt().version(() -> versionFor(call.attempt().identity()));
    Optional<Cluster> placed = place(call, choice.version());
    seen(call, choice, placed.orElse(null));
    Cluster cluster = placed.isPresent() ? stillThere(call, placed.get()) : await(call, choice);
    noteSessionChanges(call);
    Way way =
        new Way(
            cluster,
            channelTo(call, cluster),
            forwardedHeaders.of(arrival.headers(), around.secret().now()),
            OlderEngines.adapted(arrival.method(), firstMessage, cluster.version()));
    return new ForwardedCall(book, call.attempt(), call.request().purpose(), way);
  }

  private Found find(Arrival arrival, byte[] firstMessage) throws StatusException {
    try {
      SparkRequest request = SparkRequest.read(arrival.method(), firstMessage);
      SessionKey session = SessionKey.of(request);
      return switch (CallIdentity.of(ours(arrival.headers()), request.session())) {
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
        : around.resolve().versionOf(workload, identity.attempt());
  }

  private Optional<Cluster> place(Found call, EngineVersion version) {
    return book.place(call.attempt(), call.session(), version, around.clusters().all());
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

  /** A session is lost with the process that held it; a new one there would silently be empty. */
  private Cluster stillThere(Found call, Cluster placed) throws StatusException {
    Optional<Cluster> now =
        around
            .clusters()
            .get(placed.id())
            .filter(Cluster::serves)
            .filter(cluster -> cluster.incarnation().equals(placed.incarnation()));
    if (now.isPresent()) {
      return now.get();
    }
    noteSessionChanges(call);
    String sentence = "session lost with cluster " + placed.id();
    lost(call, CallFailure.clusterLost(sentence), placed.id());
    throw refusal(Status.ABORTED, sentence);
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
      case Purpose.ReleaseSession _ -> book.released(call.attempt(), call.session());
      case Purpose.ReleaseExecute(String operation, boolean all) when all ->
          book.observe(call.attempt(), new Observation.OperationReleased(operation));
      case Purpose.CloneSession(String newSession) ->
          book.cloned(
              call.attempt(), call.session(), new SessionKey(call.session().user(), newSession));
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
    String address = String.valueOf(cluster.address());
    int colon = address.lastIndexOf(':');
    try {
      String host = address.substring(0, Math.max(colon, 0));
      int port = Integer.parseInt(address.substring(colon + 1));
      return around
          .channels()
          .to(new ServerChannels.Server(cluster.id(), cluster.incarnation(), host, port));
    } catch (IllegalArgumentException e) {
      String sentence = "cluster " + cluster.id() + " has no usable address: " + address;
      lost(call, CallFailure.clusterUnusable(sentence), cluster.id());
      throw refusal(Status.FAILED_PRECONDITION, sentence);
    }
  }

  private static StatusException refusal(Status status, String sentence) {
    return status.withDescription(sentence).asException();
  }
}
