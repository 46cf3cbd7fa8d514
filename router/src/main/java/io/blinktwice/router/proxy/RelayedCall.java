package io.blinktwice.router.proxy;

import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.proxy.CallRouting.Aftermath;
import io.blinktwice.router.proxy.CallRouting.Again;
import io.blinktwice.router.proxy.CallRouting.Arrival;
import io.blinktwice.router.proxy.CallRouting.Forwarding;
import io.blinktwice.router.proxy.CallRouting.ServerEnd;
import io.blinktwice.router.proxy.CallRouting.Unusable;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call on its way through: what the client sends goes to the server, what the server sends goes
 * to the client, in order and no faster than the receiver takes it.
 *
 * <p>For every message that was passed on, the next one is asked for: at once when the receiver has
 * room, otherwise when it says that it has room again. {@link Demand} says how many at a time. The
 * first message waits here until it is known where the call goes. Neither side's call object may be
 * used by two threads at once, so all use of them is under one lock.
 */
final class RelayedCall extends ServerCall.Listener<byte[]> implements CallRouting.Client {
  private static final Logger LOG = LoggerFactory.getLogger(RelayedCall.class);

  private final ServerCall<byte[], byte[]> client;
  private final Arrival arrival;
  private final CallMemory memory;
  private final StreamEnd streamEnd = StreamEnd.ofCurrentCall();
  private final @Nullable Deadline deadline = io.grpc.Context.current().getDeadline();
  private final ServerAnswer answer = new ServerAnswer();
  private final Object lock = new Object();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private boolean firstMessageSeen;
  private boolean halfClosed;
  private boolean over;
  private @Nullable Forwarding forwarding;
  private @Nullable ClientCall<byte[], byte[]> server;
  private final Demand fromClient = new Demand();
  private Demand fromServer = new Demand();
  private boolean headersPassed;
  private final Surroundings around;

  /** What all calls of a proxy share. */
  record Surroundings(CallRouting routing, Executor workers) {}

  RelayedCall(
      ServerCall<byte[], byte[]> client, Arrival arrival, CallMemory memory, Surroundings around) {
    this.client = client;
    this.arrival = arrival;
    this.memory = memory;
    this.around = around;
    client.request(fromClient.more());
  }

  @Override
  public void onMessage(byte[] message) {
    synchronized (lock) {
      fromClient.arrived(message.length);
      if (!firstMessageSeen) {
        firstMessageSeen = true;
        begin(message);
        return;
      }
    }
    try {
      passOn(message);
    } catch (Unusable e) {
      cancelServer(e.status());
      close(e.status(), e.trailers());
    } finally {
      memory.passing().giveBack(message.length);
    }
  }

  private void begin(byte[] firstMessage) {
    String refusal = memory.refusal();
    if (refusal == null) {
      around.workers().execute(() -> route(firstMessage));
    } else {
      RouterMetrics.WORKSPACE_REFUSALS.increment("bytes");
      close(NoRoom.error(NoRoom.WORKSPACE_LIMIT, refusal));
    }
  }

  private void passOn(byte[] message) {
    synchronized (lock) {
      if (!over && server != null) {
        server.sendMessage(forwarding == null ? message : forwarding.sent(message));
        askClient();
      }
    }
  }

  @Override
  public void onHalfClose() {
    synchronized (lock) {
      halfClosed = true;
      if (server != null && !over) {
        server.halfClose();
        return;
      }
      if (firstMessageSeen) {
        return;
      }
    }
    close(Status.INVALID_ARGUMENT.withDescription("the call has no request"), new Metadata());
  }

  @Override
  public void onReady() {
    synchronized (lock) {
      askServer();
    }
  }

  @Override
  public void onCancel() {
    Forwarding told;
    synchronized (lock) {
      over = true;
      told = forwarding;
      if (server != null) {
        server.cancel("the client left", null);
      }
    }
    left.complete(null);
    if (told != null) {
      told.clientLeft(streamEnd.connectionLost());
    }
  }

  @Override
  public CompletableFuture<Void> left() {
    return left;
  }

  @Override
  public void tell(byte[] message) {
    synchronized (lock) {
      if (!over && client.isReady()) {
        if (!headersPassed) {
          headersPassed = true;
          client.sendHeaders(new Metadata());
        }
        client.sendMessage(message);
      }
    }
  }

  /** From now on messages of its server come to nobody. */
  private boolean takeAway(Forwarding from, Again again, Status otherwise, Metadata trailers) {
    synchronized (lock) {
      if (over || forwarding != from || server == null) {
        return false;
      }
      server.cancel("begun again elsewhere", null);
      server = null;
      forwarding = null;
    }
    around.workers().execute(() -> tryAgain(again, otherwise, trailers));
    return true;
  }

  private void route(byte[] firstMessage) {
    long began = System.nanoTime();
    try {
      Forwarding chosen = around.routing().route(arrival, firstMessage, this);
      RouterMetrics.ROUTING_SECONDS.observe(
          Duration.ofNanos(System.nanoTime() - began), arrival.method());
      forward(chosen);
    } catch (StatusException e) {
      close(e);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("method", arrival.method())
          .setCause(e)
          .log("a call could not be routed");
      close(Status.INTERNAL.withDescription("the gateway failed; see its log"), new Metadata());
    } finally {
      memory.arriving().giveBack(firstMessage.length);
    }
  }

  private void forward(Forwarding chosen) {
    boolean left;
    synchronized (lock) {
      forwarding = chosen;
      left = over;
      if (!left) {
        startOrLeave(chosen);
      }
    }
    if (left) {
      chosen.clientLeft(streamEnd.connectionLost());
    }
  }

  /** The client waits meanwhile; should it leave, whoever was found is told so. */
  private void tryAgain(Again again, Status otherwise, Metadata trailers) {
    try {
      Optional<Forwarding> found = again.find();
      if (found.isPresent()) {
        answer.forget();
        forward(found.get());
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("method", arrival.method())
          .setCause(e)
          .log("a call could not be tried again");
    }
    close(otherwise, trailers);
  }

  private void startOrLeave(Forwarding chosen) {
    try {
      start(chosen);
    } catch (RuntimeException e) {
      chosen.clientLeft(false);
      throw e;
    }
  }

  private void start(Forwarding chosen) {
    MethodDescriptor<byte[], byte[]> method =
        Bytes.outgoing(
            client.getMethodDescriptor().getServiceName() + "/" + chosen.method(), memory);
    CallOptions options =
        CallOptions.DEFAULT.withDeadline(deadline).withStreamTracerFactory(answer);
    ClientCall<byte[], byte[]> call = chosen.channel().newCall(method, options);
    server = call;
    fromServer = new Demand();
    call.start(new FromServer(chosen), chosen.headers());
    call.request(fromServer.more());
    call.sendMessage(chosen.takeRequest());
    if (halfClosed) {
      call.halfClose();
    } else {
      askClient();
    }
    chosen.underWay((again, otherwise, trailers) -> takeAway(chosen, again, otherwise, trailers));
  }

  private void close(StatusException refusal) {
    Metadata trailers = refusal.getTrailers();
    close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  private void close(Status status, Metadata trailers) {
    synchronized (lock) {
      if (!over) {
        over = true;
        client.close(status, trailers);
      }
    }
  }

  private void cancelServer(Status why) {
    synchronized (lock) {
      if (server != null) {
        server.cancel(why.getDescription(), null);
      }
    }
  }

  private void askClient() {
    if (!over && server != null && server.isReady()) {
      int more = fromClient.more();
      if (more > 0) {
        client.request(more);
      }
    }
  }

  private void askServer() {
    if (!over && server != null && client.isReady()) {
      int more = fromServer.more();
      if (more > 0) {
        server.request(more);
      }
    }
  }

  /** The way back. */
  private final class FromServer extends ClientCall.Listener<byte[]> {
    private final Forwarding chosen;

    FromServer(Forwarding chosen) {
      this.chosen = chosen;
    }

    @Override
    public void onHeaders(Metadata headers) {
      synchronized (lock) {
        if (isCurrent() && !headersPassed) {
          headersPassed = true;
          client.sendHeaders(headers);
        }
      }
    }

    @Override
    public void onMessage(byte[] message) {
      try {
        passBack(message, chosen.answered(message));
      } catch (Unusable e) {
        cancelServer(e.status());
        close(e.status(), e.trailers());
      } finally {
        memory.passing().giveBack(message.length);
      }
    }

    private void passBack(byte[] message, byte @Nullable [] instead) {
      synchronized (lock) {
        if (!isCurrent()) {
          return;
        }
        fromServer.arrived(message.length);
        if (instead != null) {
          client.sendMessage(instead);
        }
        askServer();
      }
    }

    /** Messages of a server whose call was given up come to nobody. */
    private boolean isCurrent() {
      return !over && forwarding == chosen;
    }

    @Override
    public void onReady() {
      synchronized (lock) {
        askClient();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      synchronized (lock) {
        if (!isCurrent()) {
          return;
        }
      }
      switch (chosen.ended(new ServerEnd(status, trailers, answer.trailersSeen()))) {
        case Aftermath.Over(Status told, Metadata with) -> close(told, with);
        case Aftermath.PerhapsAgain(Status otherwise, Metadata with, Again again) ->
            around.workers().execute(() -> tryAgain(again, otherwise, with));
      }
    }
  }
}
