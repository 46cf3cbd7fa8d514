package io.blinktwice.router.proxy;

import io.blinktwice.router.proxy.CallRouting.Arrival;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes calls of one service, whatever their methods are called, and relays them. */
public final class ProxyServer implements AutoCloseable {
  /** Spark's own default for both directions. */
  public static final int MAX_MESSAGE = 128 * 1024 * 1024;

  /** gRPC's 8 KiB are too few for long tokens on one way and long error texts on the other. */
  static final int MAX_METADATA = 128 * 1024;

  private final Server server;
  private final ExecutorService workers;

  private ProxyServer(Server server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  public static ProxyServer start(InetSocketAddress address, String service, CallRouting routing)
      throws IOException {
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Server server =
          NettyServerBuilder.forAddress(address)
              .executor(workers)
              .fallbackHandlerRegistry(new AnyMethod(service, routing, workers))
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
      return new ProxyServer(server, workers);
    } catch (IOException e) {
      workers.close();
      throw e;
    }
  }

  public int port() {
    return server.getPort();
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

  private static final class AnyMethod extends HandlerRegistry {
    private final String service;
    private final CallRouting routing;
    private final ExecutorService workers;

    AnyMethod(String service, CallRouting routing, ExecutorService workers) {
      this.service = service;
      this.routing = routing;
      this.workers = workers;
    }

    @Override
    public @Nullable ServerMethodDefinition<byte[], byte[]> lookupMethod(
        String fullName, @Nullable String authority) {
      return fullName.startsWith(service + "/")
          ? ServerMethodDefinition.create(Bytes.method(fullName), this::relay)
          : null;
    }

    private RelayedCall relay(ServerCall<byte[], byte[]> call, Metadata headers) {
      ClientConnection connection =
          Objects.requireNonNull(call.getAttributes().get(ClientConnections.CONNECTION));
      String method = Objects.requireNonNull(call.getMethodDescriptor().getBareMethodName());
      return new RelayedCall(call, new Arrival(method, headers, connection), routing, workers);
    }
  }
}
