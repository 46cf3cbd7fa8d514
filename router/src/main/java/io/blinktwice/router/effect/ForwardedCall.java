package io.blinktwice.router.effect;

import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.Observation.Ending;
import io.blinktwice.router.decision.Observation.Weight;
import io.blinktwice.router.decision.StatementKind;
import io.blinktwice.router.proxy.CallRouting.Forwarding;
import io.blinktwice.router.proxy.CallRouting.ServerEnd;
import io.blinktwice.router.proxy.ProxyServer;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.blinktwice.router.wire.SparkResponse;
import io.blinktwice.router.wire.WireErrors;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A call on its way to a cluster, and what its end says about its attempt. */
final class ForwardedCall implements Forwarding {
  private final AttemptBook book;
  private final LiveAttempt attempt;
  private final Purpose purpose;
  private final Cluster cluster;
  private final Channel channel;
  private final Metadata headers;
  private final long number;
  private byte @Nullable [] request;

  /** Where it goes and what is sent there. */
  record Way(Cluster cluster, Channel channel, Metadata headers, byte[] request) {}

  /** From here on the call counts as sent. */
  ForwardedCall(AttemptBook book, LiveAttempt attempt, Purpose purpose, Way way) {
    this.book = book;
    this.attempt = attempt;
    this.purpose = purpose;
    this.cluster = way.cluster();
    this.channel = way.channel();
    this.headers = way.headers();
    this.request = way.request();
    LongFunction<Observation> sent = observation(purpose);
    this.number = sent == null ? 0 : book.sent(attempt, sent);
  }

  private static @Nullable LongFunction<Observation> observation(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Execute(String operation, boolean _, StatementKind kind) ->
          call -> sent(call, operation, kind, Weight.STATEMENT);
      // Questions about a plan or the server run nothing: their success proves nothing.
      case Purpose.Analyze(StatementKind kind) -> call -> sent(call, "", kind, Weight.PREPARATION);
      case Purpose.Reattach(String operation) ->
          call -> new Observation.OperationReattached(call, operation);
      case Purpose.Prepare _, Purpose.CloneSession _ ->
          call -> sent(call, "", StatementKind.SESSION_STATE, Weight.PREPARATION);
      case Purpose.ReleaseExecute _,
          Purpose.ReleaseSession _,
          Purpose.Aftercare _,
          Purpose.Other _ ->
          null;
    };
  }

  private static Observation sent(long call, String operation, StatementKind kind, Weight weight) {
    String name = operation.isEmpty() ? "call " + call : operation;
    return new Observation.OperationSent(call, name, kind, weight);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Metadata headers() {
    return headers;
  }

  @Override
  public byte[] takeRequest() {
    byte[] taken = Objects.requireNonNull(request, "the request was taken before");
    request = null;
    return taken;
  }

  /** A client need not wait for the stream's end once it was told that all is there. */
  @Override
  public void answered(byte[] message) {
    if (endsByMessage() && SparkResponse.saysComplete(message)) {
      ended(new Ending.Completed());
    }
  }

  @Override
  public Status ended(ServerEnd end) {
    if (end.status().isOk()) {
      ended(endsByMessage() ? new Ending.Suspended() : new Ending.Completed());
      return end.status();
    }
    CallFailure failure = WireErrors.read(end.status(), end.trailers());
    ended(new Ending.Failed(failure, cluster.id()));
    if (end.answered()) {
      return end.status();
    }
    if (number == 0 && purpose instanceof Purpose.Other) {
      book.observe(attempt, new Observation.CallLost(failure, cluster.id()));
    }
    return unanswered(end.status());
  }

  /** Official clients would repeat what they are told was UNAVAILABLE, for minutes. */
  private Status unanswered(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> status;
      case RESOURCE_EXHAUSTED ->
          status.withDescription(
              "a message from the server is larger than the %d MiB that the gateway passes on: %s"
                  .formatted(ProxyServer.MAX_MESSAGE >> 20, status.getDescription()));
      default ->
          Status.ABORTED.withDescription(
              "cluster %s was lost during this call (%s: %s); whether the call took effect is not known"
                  .formatted(cluster.id(), status.getCode(), status.getDescription()));
    };
  }

  /** Work that can be attached to again goes on without the stream that carried it. */
  @Override
  public void clientLeft(boolean connectionLost) {
    if (endsByMessage()) {
      ended(new Ending.Suspended());
    } else {
      ended(connectionLost ? new Ending.Cut() : new Ending.Cancelled());
    }
  }

  private boolean endsByMessage() {
    return switch (purpose) {
      case Purpose.Execute execute -> execute.reattachable();
      case Purpose.Reattach _ -> true;
      default -> false;
    };
  }

  private void ended(Ending ending) {
    if (number > 0) {
      book.observe(attempt, new Observation.OperationEnded(number, ending));
    }
  }
}
