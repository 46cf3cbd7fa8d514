package io.blinktwice.router.harness;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.blinktwice.router.wire.OlderEngines;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.connect.proto.AddArtifactsRequest;
import org.apache.spark.connect.proto.AddArtifactsResponse;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanResponse;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ConfigResponse;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.FetchErrorDetailsRequest;
import org.apache.spark.connect.proto.FetchErrorDetailsResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.ReleaseExecuteRequest;
import org.apache.spark.connect.proto.ReleaseExecuteResponse;
import org.apache.spark.connect.proto.ReleaseSessionRequest;
import org.apache.spark.connect.proto.ReleaseSessionResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceImplBase;
import org.apache.spark.connect.proto.UserContext;

/**
 * A gRPC server with Spark Connect's own service definition. What it does is said by the SQL text:
 * {@code fail}, {@code hang}, {@code stream}; anything else succeeds.
 */
public final class SparkService implements AutoCloseable {
  public static final int STREAMED = 100;
  public static final int MEGABYTE = 1 << 20;
  public static final String CONDITION = "CAST_INVALID_INPUT";

  /** Statements that fail here, before there is any result. */
  public final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** Statements that never answer here. */
  public final Set<String> endless = ConcurrentHashMap.newKeySet();

  /** What sessions were sent, in order: statements, views, configuration and artifacts. */
  public final List<String> seen = new CopyOnWriteArrayList<>();

  /** What clients say they observed of a server-side session. */
  public final List<String> observed = new CopyOnWriteArrayList<>();

  /** Who was said to send each message, as id and name. */
  public final List<String> users = new CopyOnWriteArrayList<>();

  /** What it says of the schema of every result; nothing unless set. */
  public volatile DataType schema = DataType.getDefaultInstance();

  /** Under which it gives out the details of failures, each once; it has none unless set. */
  public volatile String errorId = "";

  /** What it says there. */
  public static final String WHOLE_MESSAGE =
      "[" + CONDITION + "] password=hunter2 and all the rest of it";

  /** How it calls every session of its own; an older Spark does not say. */
  public volatile String serverSession = "";

  /** Users and sessions that its door was asked to forget, a zero byte between them. */
  public final List<String> forgotten = new CopyOnWriteArrayList<>();

  public final List<Metadata> headers = new CopyOnWriteArrayList<>();
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final AtomicInteger produced = new AtomicInteger();
  public final AtomicInteger artifactBytes = new AtomicInteger();
  public final AtomicInteger hanging = new AtomicInteger();
  public final AtomicBoolean cancelled = new AtomicBoolean();
  public final AtomicBoolean hadDeadline = new AtomicBoolean();
  private final Server server;
  private final int port;

  public SparkService() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Service())
            .intercept(new HeaderRecorder())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build()
            .start();
    port = server.getPort();
  }

  public int port() {
    return port;
  }

  public static Metadata.Key<com.google.rpc.Status> detailsKey() {
    return Metadata.Key.of(
        "grpc-status-details-bin",
        ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));
  }

  /** What Spark 4 sends with a failure. */
  public com.google.rpc.Status details() {
    ErrorInfo.Builder info =
        ErrorInfo.newBuilder()
            .setReason("org.apache.spark.SparkNumberFormatException")
            .setDomain("org.apache.spark")
            .putMetadata("errorClass", CONDITION)
            .putMetadata("sqlState", "22018");
    if (!errorId.isEmpty()) {
      info.putMetadata("errorId", errorId);
    }
    return com.google.rpc.Status.newBuilder()
        .setCode(13)
        .addDetails(Any.pack(info.build()))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class HeaderRecorder implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata received, ServerCallHandler<Q, R> next) {
      headers.add(received);
      calls.add(String.valueOf(call.getMethodDescriptor().getBareMethodName()));
      hadDeadline.set(Context.current().getDeadline() != null);
      byte[] session = received.get(OlderEngines.FORGET);
      if (session != null) {
        forgotten.add(new String(session, StandardCharsets.UTF_8));
        call.close(Status.OK, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, received);
    }
  }

  private void sentBy(UserContext user) {
    users.add(user.getUserId() + " " + user.getUserName());
  }

  private final class Service extends SparkConnectServiceImplBase {
    @Override
    public void config(ConfigRequest request, StreamObserver<ConfigResponse> answer) {
      sentBy(request.getUserContext());
      request.getOperation().getSet().getPairsList().stream()
          .map(pair -> "SET " + pair.getKey() + "=" + pair.getValue())
          .forEach(seen::add);
      observed.add(request.getClientObservedServerSideSessionId());
      answer.onNext(
          ConfigResponse.newBuilder()
              .setSessionId(request.getSessionId())
              .setServerSideSessionId(serverSession)
              .build());
      answer.onCompleted();
    }

    @Override
    public void fetchErrorDetails(
        FetchErrorDetailsRequest request, StreamObserver<FetchErrorDetailsResponse> answer) {
      FetchErrorDetailsResponse.Builder details =
          FetchErrorDetailsResponse.newBuilder()
              .setSessionId(request.getSessionId())
              .setServerSideSessionId(serverSession);
      if (request.getErrorId().equals(errorId)) {
        errorId = "";
        details
            .setRootErrorIdx(0)
            .addErrors(
                FetchErrorDetailsResponse.Error.newBuilder()
                    .addErrorTypeHierarchy("org.apache.spark.SparkNumberFormatException")
                    .addErrorTypeHierarchy("java.lang.NumberFormatException")
                    .setMessage(WHOLE_MESSAGE)
                    .setSparkThrowable(
                        FetchErrorDetailsResponse.SparkThrowable.newBuilder()
                            .setErrorClass(CONDITION)
                            .setSqlState("22018")));
      }
      answer.onNext(details.build());
      answer.onCompleted();
    }

    @Override
    public void analyzePlan(
        AnalyzePlanRequest request, StreamObserver<AnalyzePlanResponse> answer) {
      answer.onNext(AnalyzePlanResponse.newBuilder().setSessionId(request.getSessionId()).build());
      answer.onCompleted();
    }

    @Override
    public void releaseExecute(
        ReleaseExecuteRequest request, StreamObserver<ReleaseExecuteResponse> answer) {
      answer.onNext(
          ReleaseExecuteResponse.newBuilder().setSessionId(request.getSessionId()).build());
      answer.onCompleted();
    }

    @Override
    public void releaseSession(
        ReleaseSessionRequest request, StreamObserver<ReleaseSessionResponse> answer) {
      answer.onNext(
          ReleaseSessionResponse.newBuilder().setSessionId(request.getSessionId()).build());
      answer.onCompleted();
    }

    @Override
    public StreamObserver<AddArtifactsRequest> addArtifacts(
        StreamObserver<AddArtifactsResponse> answer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(AddArtifactsRequest request) {
          sentBy(request.getUserContext());
          artifactBytes.addAndGet(request.getChunk().getData().size());
          request
              .getBatch()
              .getArtifactsList()
              .forEach(artifact -> seen.add("ARTIFACT " + artifact.getName()));
        }

        @Override
        public void onError(Throwable failure) {
          cancelled.set(true);
        }

        @Override
        public void onCompleted() {
          answer.onNext(AddArtifactsResponse.newBuilder().setSessionId("s").build());
          answer.onCompleted();
        }
      };
    }

    @Override
    public void executePlan(
        ExecutePlanRequest request, StreamObserver<ExecutePlanResponse> observer) {
      ServerCallStreamObserver<ExecutePlanResponse> answer =
          (ServerCallStreamObserver<ExecutePlanResponse>) observer;
      answer.setOnCancelHandler(() -> cancelled.set(true));
      sentBy(request.getUserContext());
      Plan plan = request.getPlan();
      String text =
          plan.hasCommand()
              ? plan.getCommand().getSqlCommand().getInput().getSql().getQuery()
              : plan.getRoot().getSql().getQuery();
      seen.add(text);
      observed.add(request.getClientObservedServerSideSessionId());
      if (broken.contains(text)) {
        tellSchema(answer);
        fail(answer);
        return;
      }
      if (endless.contains(text)) {
        hanging.incrementAndGet();
        return;
      }
      switch (text) {
        case "fail" -> fail(answer);
        case "hang" -> {
          answer.onNext(response(0));
          hanging.incrementAndGet();
        }
        case "stream" -> answer.setOnReadyHandler(() -> stream(answer));
        default -> succeed(answer);
      }
    }

    private void fail(StreamObserver<ExecutePlanResponse> answer) {
      Metadata trailers = new Metadata();
      trailers.put(detailsKey(), details());
      answer.onError(
          Status.INTERNAL
              .withDescription("[" + CONDITION + "] password=hunter2 ünïcode")
              .asRuntimeException(trailers));
    }

    private void tellSchema(StreamObserver<ExecutePlanResponse> answer) {
      if (schema.getKindCase() != DataType.KindCase.KIND_NOT_SET) {
        answer.onNext(
            ExecutePlanResponse.newBuilder()
                .setSchema(schema)
                .setServerSideSessionId(serverSession)
                .build());
      }
    }

    private void succeed(StreamObserver<ExecutePlanResponse> answer) {
      tellSchema(answer);
      answer.onNext(response(0));
      answer.onNext(
          ExecutePlanResponse.newBuilder()
              .setServerSideSessionId(serverSession)
              .setResultComplete(ExecutePlanResponse.ResultComplete.getDefaultInstance())
              .build());
      answer.onCompleted();
    }

    private synchronized void stream(ServerCallStreamObserver<ExecutePlanResponse> answer) {
      while (answer.isReady() && produced.get() < STREAMED) {
        answer.onNext(response(produced.getAndIncrement()));
        if (produced.get() == STREAMED) {
          answer.onCompleted();
        }
      }
    }

    private ExecutePlanResponse response(int number) {
      return ExecutePlanResponse.newBuilder()
          .setArrowBatch(
              ExecutePlanResponse.ArrowBatch.newBuilder()
                  .setRowCount(number)
                  .setData(ByteString.copyFrom(new byte[MEGABYTE])))
          .build();
    }
  }

  /** The service's name, as a client would call it. */
  public static String name() {
    return SparkConnectServiceGrpc.SERVICE_NAME;
  }
}
