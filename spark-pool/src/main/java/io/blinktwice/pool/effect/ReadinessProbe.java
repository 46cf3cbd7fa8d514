package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.PoolSecret;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;

/**
 * Asks a server for the answer to a real query.
 *
 * <p>An open port says too little: it opens before the engine can answer, and another process may
 * hold it.
 */
final class ReadinessProbe implements AutoCloseable {
  private static final Metadata.Key<String> SECRET =
      Metadata.Key.of("x-blinktwice-pool-secret", Metadata.ASCII_STRING_MARSHALLER);

  /** The first query of a cold server takes seconds; on a busy machine, many. */
  private static final Duration ONE_QUERY = Duration.ofSeconds(30);

  private final ManagedChannel channel;
  private final SparkConnectServiceGrpc.SparkConnectServiceBlockingStub server;
  private final ExecutePlanRequest query;

  ReadinessProbe(String host, int port, PoolSecret secret) {
    Metadata headers = new Metadata();
    headers.put(SECRET, secret.value());
    this.channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    this.server = SparkConnectServiceGrpc.newBlockingStub(channel);
    this.query = selectOne();
  }

  private static ExecutePlanRequest selectOne() {
    return ExecutePlanRequest.newBuilder()
        .setSessionId(UUID.randomUUID().toString())
        .setUserContext(UserContext.newBuilder().setUserId("blinktwice-pool"))
        .setClientType("blinktwice-pool")
        .setPlan(
            Plan.newBuilder()
                .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery("SELECT 1"))))
        .build();
  }

  /** Whether the server gave a row. */
  boolean answers() {
    try {
      Iterator<ExecutePlanResponse> answer =
          server.withDeadlineAfter(ONE_QUERY.toMillis(), TimeUnit.MILLISECONDS).executePlan(query);
      boolean row = false;
      while (answer.hasNext()) {
        ExecutePlanResponse part = answer.next();
        row |= part.hasArrowBatch() && part.getArrowBatch().getRowCount() == 1;
      }
      return row;
    } catch (StatusRuntimeException e) {
      // Not listening yet, or still starting: the channel would wait longer and longer by itself.
      channel.resetConnectBackoff();
      return false;
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
