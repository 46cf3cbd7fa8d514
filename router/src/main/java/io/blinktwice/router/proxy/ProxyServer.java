package io.blinktwice.router.proxy;

import io.blinktwice.router.proxy.CallRouting.Arrival;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes calls of one service, whatever their methods are called, and relays them. */
public final class ProxyServer implements AutoCloseable {
  /** Spark's own default for both directions. */
  public static final int MAX_MESSAGE = 128 * 1024 * 1024;

  /** gRPC's 8 KiB are too few for long tokens on one way and long error texts on the other. */
  static final int MAX_METADATA = 128 * 1024;

  private final Server server;
  private final ExecutorService workers;
  private final MessageMemory memory;

  private ProxyServer(Server server, ExecutorService workers, MessageMemory memory) {
    this.server = server;
    this.workers = workers;
    this.memory = memory;
  }

  public static ProxyServer start(
      Front front, String service, CallRouting routing, WorkspaceShares shares, AccessLog log)
      throws IOException {
    return start(front, service, routing, new Shared(MessageMemory.ofThisProcess(), shares, log));
  }

  /** What all calls share of this process. */
  record Shared(MessageMemory memory, WorkspaceShares shares, AccessLog log) {}

  static ProxyServer start(Front front, String service, CallRouting routing, Shared shared)
      throws IOException {
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Server server =
          NettyServerBuilder.forAddress(front.address(), front.credentials())
              .executor(workers)
              .fallbackHandlerRegistry(
                  new AnyMethod(
                      service, shared.memory(), call(front.entrance(), routing, shared, workers)))
              .addTransportFilter(new ClientConnections())
              .addStreamTracerFactory(new StreamEnd.Factory())
              .maxInboundMessageSize(MAX_MESSAGE)
              .maxInboundMetadataSize(MAX_METADATA)
              // Clients behind firewalls ping often; a client that vanished must be noticed.
              .permitKeepAliveTime(10, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .keepAliveTime(60, TimeUnit.SECONDS)
              .keepAliveTimeout(20, TimeUnit.SECONDS)
              .build()
              .start();
      return new ProxyServer(server, workers, shared.memory());
    } catch (IOException e) {
      workers.close();
      throw e;
    }
  }

  public boolean isListening() {
    return !server.isShutdown();
  }

  /** Bytes of messages that wait on the heap or pass through it. */
  public long heldBytes() {
    return memory.arriving().held() + memory.passing().held();
  }

  public int port() {
    return server.getPort();
  }

  /**
   * Takes no more connections and tells those that there are to go elsewhere with what is new; what
   * is under way goes on.
   *
   * @return whether all of it was over after so long
   */
  public boolean drain(Duration atMost) throws InterruptedException {
    server.shutdown();
    return server.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Clients see a broken connection, as if the process had ended. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
  }

  /** Makes the handler of one call. */
  private interface Handling extends Function<CallMemory, ServerCallHandler<byte[], byte[]>> {}

  private static Handling call(
      Entrance entrance, CallRouting routing, Shared shared, ExecutorService workers) {
    RelayedCall.Surroundings around = new RelayedCall.Surroundings(routing, workers);
    return memory ->
        (call, headers) -> {
          ClientConnection connection =
              Objects.requireNonNull(call.getAttributes().get(ClientConnections.CONNECTION));
          String method = Objects.requireNonNull(call.getMethodDescriptor().getBareMethodName());
          CallAccount account = new CallAccount(method, shared.log());
          CountedCall counted = new CountedCall(call, account);
          return counted.watching(
              admitted(
                  counted,
                  entrance,
                  headers,
                  visitor -> {
                    account.belongsTo(visitor.workspace());
                    WorkspaceShares.Share share = shared.shares().of(visitor.workspace());
                    memory.belongsTo(share);
                    Arrival arrival =
                        new Arrival(method, headers, connection, visitor, share, account);
                    return new RelayedCall(counted, arrival, memory, around);
                  }));
        };
  }

  /** Of a call that is not let in nothing is read. */
  private static ServerCall.Listener<byte[]> admitted(
      ServerCall<byte[], byte[]> call,
      Entrance entrance,
      Metadata headers,
      Function<Visitor, ServerCall.Listener<byte[]>> relay) {
    try {
      return relay.apply(
          entrance.admit(headers, call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
    } catch (StatusException e) {
      call.close(e.getStatus(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  /** Every call gets a description of its own: it counts the bytes that the call holds. */
  private static final class AnyMethod extends HandlerRegistry {
    private final String service;
    private final MessageMemory memory;
    private final Handling handling;

    AnyMethod(String service, MessageMemory memory, Handling handling) {
      this.service = service;
      this.memory = memory;
      this.handling = handling;
    }

    @Override
    public @Nullable ServerMethodDefinition<byte[], byte[]> lookupMethod(
        String fullName, @Nullable String authority) {
      if (!fullName.startsWith(service + "/")) {
        return null;
      }
      CallMemory ofTheCall = new CallMemory(memory);
      return ServerMethodDefinition.create(
          Bytes.incoming(fullName, ofTheCall), handling.apply(ofTheCall));
    }
  }
}
