package io.blinktwice.training.driven;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.CreateDataFrameViewCommand;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SqlCommand;
import org.apache.spark.connect.proto.StreamingQueryCommand;
import org.apache.spark.connect.proto.StreamingQueryCommand.AwaitTerminationCommand;
import org.apache.spark.connect.proto.StreamingQueryInstanceId;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.connect.proto.WriteStreamOperationStart;
import org.jspecify.annotations.Nullable;

/** A session with a server, which puts what fails into words as a client would print it. */
final class DrivenSession implements AutoCloseable {
  private static final long LONGEST_SECONDS = 60;
  private static final int LARGEST_MESSAGE = 64 << 20;
  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ManagedChannel channel;
  private final String id = UUID.randomUUID().toString();

  DrivenSession(int port) {
    this.channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxInboundMetadataSize(1 << 16)
            .usePlaintext()
            .build();
  }

  /** What a query is answered with; empty where it succeeded. */
  Optional<String> query(String sql) {
    // Queries go as relations, so that their rows are computed; commands run when they arrive.
    String first = sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    boolean query = first.equals("SELECT") || first.equals("WITH");
    return query
        ? run(Plan.newBuilder().setRoot(Relation.newBuilder().setSql(sql(sql))))
        : run(
            command(
                Command.newBuilder()
                    .setSqlCommand(
                        SqlCommand.newBuilder()
                            .setSql(sql)
                            .setInput(Relation.newBuilder().setSql(sql(sql))))));
  }

  private static SQL.Builder sql(String sql) {
    return SQL.newBuilder().setQuery(sql);
  }

  /** A stream read as if it were a table. */
  Optional<String> readStream(String format) {
    return run(Plan.newBuilder().setRoot(stream(format, List.of())));
  }

  /** A stream under a name, for {@link #write}. */
  Optional<String> viewStream(String name, String format, List<String> paths) {
    return run(
        command(
            Command.newBuilder()
                .setCreateDataframeView(
                    CreateDataFrameViewCommand.newBuilder()
                        .setInput(stream(format, paths))
                        .setName(name)
                        .setReplace(true))));
  }

  /**
   * Runs a query over streams until it has taken what is there.
   *
   * @param checkpoint a folder, or {@code -} for none
   */
  Optional<String> write(String mode, String sink, String checkpoint, String path, String sql) {
    WriteStreamOperationStart.Builder start =
        WriteStreamOperationStart.newBuilder()
            .setInput(Relation.newBuilder().setSql(sql(sql)))
            .setFormat(sink)
            .setOutputMode(mode)
            .setAvailableNow(true)
            .putOptions("path", path);
    if (!checkpoint.equals("-")) {
      start.putOptions("checkpointLocation", checkpoint);
    }
    AtomicReference<StreamingQueryInstanceId> started = new AtomicReference<>();
    Optional<String> said =
        run(
            command(Command.newBuilder().setWriteStreamOperationStart(start)),
            answer -> {
              if (answer.hasWriteStreamOperationStartResult()) {
                started.set(answer.getWriteStreamOperationStartResult().getQueryId());
              }
            });
    StreamingQueryInstanceId query = started.get();
    return said.isPresent() || query == null
        ? said
        : run(
            command(
                Command.newBuilder()
                    .setStreamingQueryCommand(
                        StreamingQueryCommand.newBuilder()
                            .setQueryId(query)
                            .setAwaitTermination(
                                AwaitTerminationCommand.newBuilder()
                                    .setTimeoutMs(LONGEST_SECONDS * 500)))));
  }

  private static Plan.Builder command(Command.Builder command) {
    return Plan.newBuilder().setCommand(command);
  }

  private static Relation.Builder stream(String format, List<String> paths) {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setIsStreaming(true)
                .setDataSource(Read.DataSource.newBuilder().setFormat(format).addAllPaths(paths)));
  }

  private Optional<String> run(Plan.Builder plan) {
    return run(plan, answer -> {});
  }

  private Optional<String> run(Plan.Builder plan, Consumer<ExecutePlanResponse> heard) {
    try {
      SparkConnectServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(LONGEST_SECONDS, TimeUnit.SECONDS)
          .executePlan(
              ExecutePlanRequest.newBuilder()
                  .setSessionId(id)
                  .setUserContext(UserContext.newBuilder().setUserId("driven"))
                  .setClientType("driven")
                  .setPlan(plan)
                  .build())
          .forEachRemaining(heard);
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.of(words(e));
    }
  }

  private static String words(StatusRuntimeException failed) {
    Status status = failed.getStatus();
    String description = Optional.ofNullable(status.getDescription()).orElse("");
    ErrorInfo info = info(failed.getTrailers());
    String stack = info.getMetadataOrDefault("stackTrace", "");
    if (!stack.isEmpty()) {
      return stack;
    }
    String first = firstClass(info);
    return first.isEmpty()
        ? "io.grpc.StatusRuntimeException: %s: %s".formatted(status.getCode(), description)
        : first + ": " + description;
  }

  private static String firstClass(ErrorInfo info) {
    try {
      String[] classes = JSON.readValue(info.getMetadataOrDefault("classes", "[]"), String[].class);
      return classes.length == 0 ? info.getReason() : classes[0];
    } catch (IOException cutOff) {
      return info.getReason();
    }
  }

  private static ErrorInfo info(@Nullable Metadata trailers) {
    com.google.rpc.Status details = trailers == null ? null : trailers.get(DETAILS);
    if (details != null) {
      for (Any detail : details.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          try {
            return detail.unpack(ErrorInfo.class);
          } catch (InvalidProtocolBufferException unreadable) {
            return ErrorInfo.getDefaultInstance();
          }
        }
      }
    }
    return ErrorInfo.getDefaultInstance();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
