package io.blinktwice.router.proxy;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One shared channel per server that is there; it is closed when the server is gone. */
public final class ServerChannels implements AutoCloseable {
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Server, ManagedChannel> channels = new HashMap<>();

  /** A server process; a restarted one is another, even at the same address. */
  public record Server(String cluster, String incarnation, String host, int port) {}

  public synchronized Channel to(Server server) {
    return channels.computeIfAbsent(server, this::open);
  }

  /**
   * Nothing is retried here: whether a call may be sent twice is not the transport's decision. The
   * address is given resolved, so that no proxy of the environment comes in between.
   */
  private ManagedChannel open(Server server) {
    return NettyChannelBuilder.forAddress(new InetSocketAddress(server.host(), server.port()))
        .usePlaintext()
        .executor(workers)
        .disableRetry()
        .maxInboundMessageSize(ProxyServer.MAX_MESSAGE)
        .maxInboundMetadataSize(ProxyServer.MAX_METADATA)
        .build();
  }

  /** Ends all calls to processes of this cluster except to the one that is there now. */
  public synchronized void keepOnly(String cluster, String incarnation) {
    channels
        .entrySet()
        .removeIf(
            entry -> {
              Server server = entry.getKey();
              boolean gone =
                  server.cluster().equals(cluster) && !server.incarnation().equals(incarnation);
              if (gone) {
                entry.getValue().shutdownNow();
              }
              return gone;
            });
  }

  public synchronized int open() {
    return channels.size();
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    channels.clear();
    workers.shutdown();
  }
}
