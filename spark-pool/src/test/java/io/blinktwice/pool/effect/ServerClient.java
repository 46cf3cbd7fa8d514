package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.PoolSecret;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.UUID;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;

/** One session on a server, of a client that knows the pool's secret. */
final class ServerClient implements AutoCloseable {
  private static final UserContext USER = UserContext.newBuilder().setUserId("ada").build();

  private final String session = UUID.randomUUID().toString();
  private final ManagedChannel channel;
  private final SparkConnectServiceGrpc.SparkConnectServiceBlockingStub server;

  ServerClient(String address, PoolSecret secret) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("x-blinktwice-pool-secret", Metadata.ASCII_STRING_MARSHALLER),
        secret.value());
    channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    server = SparkConnectServiceGrpc.newBlockingStub(channel);
  }

  /** Runs a query to its end; returns the rows that came. */
  long run(String operation, String sql) {
    Iterator<ExecutePlanResponse> answer =
        server.executePlan(
            ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(USER)
                .setOperationId(operation)
                .setPlan(
                    Plan.newBuilder()
                        .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql))))
                .build());
    long rows = 0;
    while (answer.hasNext()) {
      ExecutePlanResponse part = answer.next();
      rows += part.hasArrowBatch() ? part.getArrowBatch().getRowCount() : 0;
    }
    return rows;
  }

  String session() {
    return session;
  }

  /** From 4.0 on. */
  void release() {
    var _ =
        server.releaseSession(
            ReleaseSessionRequest.newBuilder().setSessionId(session).setUserContext(USER).build());
  }

  /** Before 4.0: the door does it, asked by a header. */
  void forget() {
    Metadata named = new Metadata();
    named.put(
        Metadata.Key.of("x-blinktwice-forget-session-bin", Metadata.BINARY_BYTE_MARSHALLER),
        (USER.getUserId() + "\0" + session).getBytes(StandardCharsets.UTF_8));
    server
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(named))
        .executePlan(ExecutePlanRequest.getDefaultInstance())
        .forEachRemaining(
            answer -> {
              throw new IllegalStateException("the door let it in: " + answer);
            });
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
