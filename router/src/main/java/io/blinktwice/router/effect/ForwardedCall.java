package io.blinktwice.router.effect;

import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.Observation;
import io.blinktwice.router.decision.Observation.Ending;
import io.blinktwice.router.decision.Observation.Weight;
import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.StatementKind;
import io.blinktwice.router.proxy.CallRouting.Aftermath;
import io.blinktwice.router.proxy.CallRouting.Again;
import io.blinktwice.router.proxy.CallRouting.Forwarding;
import io.blinktwice.router.proxy.CallRouting.Interruption;
import io.blinktwice.router.proxy.CallRouting.ServerEnd;
import io.blinktwice.router.proxy.CallRouting.Unusable;
import io.blinktwice.router.proxy.ProxyServer;
import io.blinktwice.router.proxy.Visitor;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.blinktwice.router.wire.SparkResponse;
import io.blinktwice.router.wire.UserFields;
import io.blinktwice.router.wire.WireErrors;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A call on its way to a cluster, and what its end says about its attempt and its session. */
final class ForwardedCall implements Forwarding {
  private final AttemptBook book;
  private final SecondTries tries;
  private final ErrorDetails details;
  private final LiveAttempt attempt;
  private final RoutedCall call;
  private final Cluster cluster;
  private final Channel channel;
  private final String method;
  private final long number;
  private final StepRecorder recorder;
  private final SecondTries.@Nullable Story story;
  private byte @Nullable [] request;

  /** Where it goes and what is sent there. */
  record Way(Cluster cluster, Channel channel, String method, byte[] request) {}

  /** What all calls share. */
  record Surroundings(AttemptBook book, SecondTries tries, ErrorDetails details) {}

  /**
   * From here on the call counts as sent.
   *
   * @param story what its client was spared so far; none on a first way
   */
  ForwardedCall(
      Surroundings around,
      LiveAttempt attempt,
      RoutedCall call,
      Way way,
      SecondTries.@Nullable Story story) {
    this.book = around.book();
    this.tries = around.tries();
    this.details = around.details();
    this.attempt = attempt;
    this.call = call;
    this.cluster = way.cluster();
    this.channel = way.channel();
    this.method = way.method();
    this.request = call.session().toServer(method, way.request());
    call.goesTo(cluster);
    this.recorder = new StepRecorder(call, way.request());
    this.story = story;
    LongFunction<Observation> sent = observation(call.purpose());
    this.number = sent == null ? 0 : book.sent(attempt, sent);
    if (call.purpose() instanceof Purpose.Execute execute) {
      String session = call.session().key().session();
      book.sentTo(attempt, new OperationFigures.Sent(execute.operation(), session, cluster.id()));
    }
  }

  private static @Nullable LongFunction<Observation> observation(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Execute(String operation, boolean _, PlanMeaning meaning) ->
          call -> sent(call, operation, meaning.kind(), Weight.STATEMENT);
      // Questions about a plan or the server run nothing: their success proves nothing.
      case Purpose.Analyze(PlanMeaning meaning) ->
          call -> sent(call, "", meaning.kind(), Weight.PREPARATION);
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
    return call.headers();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public byte[] takeRequest() {
    byte[] taken = Objects.requireNonNull(request, "the request was taken before");
    request = null;
    return taken;
  }

  /** A read that nothing is known of yet may be begun again alone, should it run away. */
  @Override
  public void underWay(Interruption interruption) {
    KeptOperation kept = call.kept();
    boolean named =
        call.purpose() instanceof Purpose.Execute execute && !execute.operation().isEmpty();
    if (named && kept != null && kept.isRepeatable()) {
      call.ifItRunsAway(had -> isolate(interruption, kept, had));
    }
  }

  private void isolate(Interruption interruption, KeptOperation kept, double coreSeconds) {
    if (!kept.takeBack()) {
      return;
    }
    Status interrupted =
        Status.ABORTED.withDescription(
            "the statement was interrupted because it used far more than expected, and could not be"
                + " begun again");
    SecondTries.Story told =
        story == null
            ? SecondTries.Story.begins(cluster, attempt, interrupted, new Metadata())
            : story;
    CallFailure failure = WireErrors.read(interrupted, new Metadata());
    SecondTries.Failed from = new SecondTries.Failed(failure, cluster, true, this::ended);
    if (!interruption.instead(
        tries.alone(told, attempt, call, from, coreSeconds), told.status(), told.trailers())) {
      kept.leave();
    }
  }

  @Override
  public byte[] sent(byte[] received) {
    byte[] message = asOfItsUser(received);
    recorder.sent(message);
    return call.session().toServer(method, message);
  }

  private byte[] asOfItsUser(byte[] message) {
    Visitor visitor = call.arrival().visitor();
    try {
      return visitor.user() == null
          ? message
          : UserFields.saying(visitor.user(), visitor.actor(), message);
    } catch (SparkRequest.Unreadable e) {
      recorder.abandoned();
      ended(new Ending.Cancelled());
      call.leave();
      throw new Unusable(
          Status.INVALID_ARGUMENT.withDescription(String.valueOf(e.getMessage())), new Metadata());
    }
  }

  /** A client need not wait for the stream's end once it was told that all is there. */
  @Override
  public byte @Nullable [] answered(byte[] message) {
    KeptOperation kept = call.kept();
    if (call.endsByMessage() || kept != null) {
      SparkResponse answer = SparkResponse.read(message);
      if (kept != null && kept.request() != null && !isNews(kept, answer, message)) {
        return null;
      }
      if (answer.complete() && call.endsByMessage()) {
        completed();
      }
    }
    return call.session().toClient(method, message);
  }

  private boolean isNews(KeptOperation kept, SparkResponse answer, byte[] message) {
    boolean news =
        switch (kept.passing(answer, message)) {
          case NEW -> true;
          case KNOWN -> false;
          case CONTRADICTS -> throw contradicted();
        };
    if (story != null && kept.request() == null) {
      tries.succeeded(story, call);
    }
    return news;
  }

  private RuntimeException contradicted() {
    SecondTries.Story told = Objects.requireNonNull(story, "a first answer contradicts nothing");
    String sentence =
        "cluster %s on %s answers with other columns than the client was told"
            .formatted(cluster.id(), cluster.version());
    tries.givenUp(told, attempt, call, CallFailure.otherSchema(sentence));
    call.leave();
    return new Unusable(told.status(), told.trailers());
  }

  @Override
  public Aftermath ended(ServerEnd end) {
    if (end.status().isOk()) {
      if (call.endsByMessage()) {
        ended(new Ending.Suspended());
        call.workGoesOn();
      } else {
        completed();
      }
      call.leave();
      return new Aftermath.Over(end.status(), end.trailers());
    }
    Optional<String> errorId = ErrorDetails.idOf(end);
    if (errorId.isPresent()) {
      return new Aftermath.PerhapsAgain(
          story == null ? told(end) : story.status(),
          story == null ? end.trailers() : story.trailers(),
          () -> onceMoreIsKnown(end, errorId.get()));
    }
    return failed(end, WireErrors.read(end.status(), end.trailers()));
  }

  /** Its client waits: the server says all that it knows first. */
  private Optional<Forwarding> onceMoreIsKnown(ServerEnd end, String errorId)
      throws InterruptedException {
    return switch (failed(end, details.of(call, cluster, end, errorId))) {
      case Aftermath.Over _ -> Optional.empty();
      case Aftermath.PerhapsAgain(Status _, Metadata _, Again again) -> again.find();
    };
  }

  private Aftermath failed(ServerEnd end, CallFailure failure) {
    SecondTries.Story soFar =
        story == null
            ? SecondTries.Story.begins(cluster, attempt, told(end), end.trailers())
            : story;
    Optional<Again> again =
        tries.after(
            soFar,
            attempt,
            call,
            new SecondTries.Failed(failure, cluster, end.answered(), this::ended));
    return again
        .<Aftermath>map(way -> new Aftermath.PerhapsAgain(soFar.status(), soFar.trailers(), way))
        .orElseGet(
            () -> {
              failed(failure);
              call.leave();
              return new Aftermath.Over(told(end), end.trailers());
            });
  }

  private Status told(ServerEnd end) {
    return end.answered() ? end.status() : unanswered(end.status());
  }

  private void failed(CallFailure failure) {
    call.workOver();
    recorder.failed();
    ended(new Ending.Failed(failure, cluster.id()));
    if (number == 0 && call.purpose() instanceof Purpose.Other) {
      book.observe(attempt, new Observation.CallLost(failure, cluster.id()));
    }
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
    if (call.endsByMessage()) {
      ended(new Ending.Suspended());
      call.workGoesOn();
    } else {
      call.workOver();
      recorder.abandoned();
      ended(connectionLost ? new Ending.Cut() : new Ending.Cancelled());
    }
    call.leave();
  }

  private void completed() {
    call.workOver();
    recorder.succeeded();
    ended(new Ending.Completed());
  }

  private void ended(Ending ending) {
    if (number > 0) {
      book.observe(attempt, new Observation.OperationEnded(number, ending));
    }
  }
}
