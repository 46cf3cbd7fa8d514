package io.blinktwice.router.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TcpRelay;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.connect.proto.AddArtifactsRequest;
import org.apache.spark.connect.proto.AddArtifactsResponse;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between a real client and a real server, on loopback. */
class ProxyServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ServerChannels channels = new ServerChannels();
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final MessageMemory memory =
      new MessageMemory(
          new ByteBudget(2 * SparkService.MEGABYTE), new ByteBudget(2 * SparkService.MEGABYTE));
  private final AtomicInteger routed = new AtomicInteger();
  private volatile CountDownLatch mayRoute = new CountDownLatch(0);
  private SparkService spark;
  private ProxyServer proxy;
  private ManagedChannel client;
  private @Nullable String secret = "s3cret";

  @BeforeEach
  void start() throws Exception {
    spark = new SparkService();
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    proxy =
        ProxyServer.start(
            Front.open(free),
            SparkService.name(),
            this::route,
            new ProxyServer.Shared(
                memory, new WorkspaceShares(WorkspaceLimits.NONE), AccessLog.NONE));
    client = channel(proxy.port());
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    proxy.close();
    channels.close();
    spark.close();
  }

  @Test
  void aUnaryCallPassesWithItsHeaders() {
    Metadata sent = new Metadata();
    sent.put(key("x-workload-id"), "daily-etl");
    sent.put(key("x-blinktwice-pool-secret"), "forged");
    sent.put(key("authorization"), "Bearer abc");
    Metadata.Key<byte[]> binary = Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);
    sent.put(binary, new byte[] {1, 2, 3});
    SparkConnectServiceGrpc.SparkConnectServiceBlockingStub stub =
        SparkConnectServiceGrpc.newBlockingStub(client)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent))
            .withDeadlineAfter(30, TimeUnit.SECONDS);
    assertEquals("s1", stub.config(config("s1")).getSessionId());
    Metadata received = spark.headers.getFirst();
    assertNull(received.get(key("x-workload-id")));
    assertEquals(List.of("s3cret"), all(received, "x-blinktwice-pool-secret"));
    assertEquals("Bearer abc", received.get(key("authorization")));
    assertArrayEquals(new byte[] {1, 2, 3}, received.get(binary));
    assertTrue(spark.hadDeadline.get());

    secret = null;
    stub.config(config("s1"));
    assertNull(spark.headers.getLast().get(key("x-blinktwice-pool-secret")));
  }

  @Test
  void aStreamIsNoFasterThanItsReader() {
    SlowReader reader = new SlowReader();
    SparkConnectServiceGrpc.newStub(client).executePlan(execute("stream"), reader);
    await().atMost(SOON).until(() -> reader.numbers.size() == 1);
    // Windows, prefetch and what each side holds back to be quick: far from all 100 megabytes.
    await()
        .atMost(SOON)
        .during(Duration.ofMillis(300))
        .until(() -> reader.numbers.size() == 1 && spark.produced.get() < 30);
    reader.ask(Integer.MAX_VALUE);
    await().atMost(SOON).until(reader.done::isDone);
    assertEquals(SparkService.STREAMED, reader.numbers.size());
    for (int i = 0; i < SparkService.STREAMED; i++) {
      assertEquals(i, reader.numbers.get(i));
    }
  }

  @Test
  void aClientStreamPasses() {
    CompletableFuture<AddArtifactsResponse> answer = new CompletableFuture<>();
    StreamObserver<AddArtifactsRequest> upload =
        SparkConnectServiceGrpc.newStub(client).addArtifacts(into(answer));
    for (int i = 0; i < 20; i++) {
      upload.onNext(chunk(SparkService.MEGABYTE));
    }
    upload.onCompleted();
    assertEquals("s", answer.orTimeout(20, TimeUnit.SECONDS).join().getSessionId());
    assertEquals(20 * SparkService.MEGABYTE, spark.artifactBytes.get());
  }

  @Test
  void aWorkspaceThatHoldsEnoughGetsNoOtherLargeMessageIn() throws Exception {
    mayRoute = new CountDownLatch(1);
    WorkspaceShares shares =
        new WorkspaceShares(new WorkspaceLimits(1, 1, SparkService.MEGABYTE + 100_000));
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ProxyServer limited =
        ProxyServer.start(
            Front.open(free),
            SparkService.name(),
            this::route,
            new ProxyServer.Shared(memory, shares, AccessLog.NONE))) {
      ManagedChannel other = channel(limited.port());
      CompletableFuture<AddArtifactsResponse> first = uploaded(other, 2 * SparkService.MEGABYTE);
      await().atMost(SOON).until(() -> routed.get() == 1);
      Status refusal =
          Status.fromThrowable(
              assertThrows(
                  RuntimeException.class,
                  () -> uploaded(other, Bytes.SMALL + 1).orTimeout(20, TimeUnit.SECONDS).join()));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, refusal.getCode());
      assertEquals(
          "[BLINKTWICE_WORKSPACE_LIMIT] the workspace default has as much as it may have of this"
              + " gateway: 1148576 bytes of messages on their way"
              + " (blinktwice.workspace-limits.bytes)",
          refusal.getDescription());
      CompletableFuture<AddArtifactsResponse> small = uploaded(other, 10);
      await().atMost(SOON).until(() -> routed.get() == 2);
      mayRoute.countDown();
      first.orTimeout(20, TimeUnit.SECONDS).join();
      small.orTimeout(20, TimeUnit.SECONDS).join();
      uploaded(other, SparkService.MEGABYTE).orTimeout(20, TimeUnit.SECONDS).join();
      await().atMost(SOON).until(() -> shares.bytes() == 0);
      other.shutdownNow();
    }
  }

  private static CompletableFuture<AddArtifactsResponse> uploaded(
      ManagedChannel channel, int bytes) {
    CompletableFuture<AddArtifactsResponse> answer = new CompletableFuture<>();
    StreamObserver<AddArtifactsRequest> upload =
        SparkConnectServiceGrpc.newStub(channel).addArtifacts(into(answer));
    upload.onNext(chunk(bytes));
    upload.onCompleted();
    return answer;
  }

  @Test
  void callsThatWaitForTheirRouteHoldNoMoreThanTheirBudget() {
    mayRoute = new CountDownLatch(1);
    List<CompletableFuture<AddArtifactsResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      CompletableFuture<AddArtifactsResponse> answer = new CompletableFuture<>();
      answers.add(answer);
      StreamObserver<AddArtifactsRequest> upload =
          SparkConnectServiceGrpc.newStub(client).addArtifacts(into(answer));
      upload.onNext(chunk(SparkService.MEGABYTE - 1_000));
      upload.onNext(chunk(5 * SparkService.MEGABYTE));
      upload.onCompleted();
    }
    await().atMost(SOON).until(() -> routed.get() == 2);
    await().atMost(SOON).during(Duration.ofMillis(200)).until(() -> routed.get() == 2);
    assertTrue(memory.arriving().held() <= 2 * SparkService.MEGABYTE);
    mayRoute.countDown();
    answers.forEach(answer -> answer.orTimeout(20, TimeUnit.SECONDS).join());
    assertEquals(8 * (6 * SparkService.MEGABYTE - 1_000), spark.artifactBytes.get());
    await().atMost(SOON).until(() -> memory.arriving().held() + memory.passing().held() == 0);
  }

  @Test
  void aSmallCallWaitsForNoBudget() {
    memory.arriving().add(3 * SparkService.MEGABYTE);
    memory.passing().add(3 * SparkService.MEGABYTE);
    assertEquals(
        "s1", SparkConnectServiceGrpc.newBlockingStub(client).config(config("s1")).getSessionId());
  }

  @Test
  void aCancellationReachesTheServer() {
    SlowReader reader = new SlowReader();
    SparkConnectServiceGrpc.newStub(client).executePlan(execute("hang"), reader);
    await().atMost(SOON).until(() -> reader.numbers.size() == 1);
    reader.cancel();
    await().atMost(SOON).untilTrue(spark.cancelled);
    await().atMost(SOON).until(() -> ends.equals(List.of("left")));
  }

  @Test
  void aBrokenConnectionIsToldFromACancellation() throws Exception {
    try (TcpRelay wire = new TcpRelay(proxy.port())) {
      ManagedChannel overWire = channel(wire.port());
      SlowReader reader = new SlowReader();
      SparkConnectServiceGrpc.newStub(overWire).executePlan(execute("hang"), reader);
      await().atMost(SOON).until(() -> reader.numbers.size() == 1);
      wire.cut();
      await().atMost(SOON).until(() -> ends.equals(List.of("lost")));
      await().atMost(SOON).untilTrue(spark.cancelled);
      overWire.shutdownNow();
    }
  }

  @Test
  void aFailurePassesUnchanged() {
    Iterator<ExecutePlanResponse> answer =
        SparkConnectServiceGrpc.newBlockingStub(client).executePlan(execute("fail"));
    StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, answer::hasNext);
    assertEquals(Status.Code.INTERNAL, failure.getStatus().getCode());
    assertEquals(
        "[CAST_INVALID_INPUT] password=hunter2 ünïcode", failure.getStatus().getDescription());
    Metadata trailers = failure.getTrailers();
    assertEquals(
        spark.details(), trailers == null ? null : trailers.get(SparkService.detailsKey()));
    assertEquals(List.of("INTERNAL answered=true"), ends);
  }

  @Test
  void aMethodThatNobodyKnowsIsTheServersAffair() {
    assertEquals(
        Status.Code.UNIMPLEMENTED,
        codeOf(SparkService.name() + "/BrandNew", new byte[] {10, 1, 97}));
    assertEquals(List.of("UNIMPLEMENTED answered=true"), ends);
    ends.clear();
    assertEquals(Status.Code.UNIMPLEMENTED, codeOf("other.Service/Method", new byte[0]));
    assertEquals(List.of(), ends);
  }

  @Test
  void aServerThatIsNotThereIsNotAnAnswer() {
    spark.close();
    assertEquals(
        Status.Code.UNAVAILABLE, codeOf(SparkService.name() + "/Config", new byte[] {10, 1, 97}));
    assertEquals(List.of("UNAVAILABLE answered=false"), ends);
  }

  @Test
  void aMessageBeyondTheLimitIsRefusedWithTheLimit() {
    CompletableFuture<AddArtifactsResponse> answer = new CompletableFuture<>();
    StreamObserver<AddArtifactsRequest> upload =
        SparkConnectServiceGrpc.newStub(client).addArtifacts(into(answer));
    upload.onNext(chunk(ProxyServer.MAX_MESSAGE));
    Status status =
        Status.fromThrowable(
            assertThrows(
                RuntimeException.class, () -> answer.orTimeout(20, TimeUnit.SECONDS).join()));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).contains("134217728"), status.toString());
  }

  @Test
  void aCallWithoutARequestIsRefused() {
    CompletableFuture<AddArtifactsResponse> answer = new CompletableFuture<>();
    SparkConnectServiceGrpc.newStub(client).addArtifacts(into(answer)).onCompleted();
    Throwable refusal =
        assertThrows(RuntimeException.class, () -> answer.orTimeout(20, TimeUnit.SECONDS).join());
    assertEquals(Status.Code.INVALID_ARGUMENT, Status.fromThrowable(refusal).getCode());
    assertFalse(spark.calls.contains("AddArtifacts"));
  }

  private CallRouting.Forwarding route(
      CallRouting.Arrival arrival, byte[] first, CallRouting.Client client) throws StatusException {
    routed.incrementAndGet();
    awaitUninterrupted(mayRoute);
    Channel channel = channels.to(new ServerChannels.Server("c1", "1", "127.0.0.1", spark.port()));
    Metadata headers = new ForwardedHeaders(Set.of("x-workload-id")).of(arrival.headers(), secret);
    return new CallRouting.Forwarding() {
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
        return first;
      }

      @Override
      public String method() {
        return arrival.method();
      }

      @Override
      public byte[] sent(byte[] message) {
        return message;
      }

      @Override
      public byte[] answered(byte[] message) {
        return message;
      }

      @Override
      public CallRouting.Aftermath ended(CallRouting.ServerEnd end) {
        ends.add(end.status().getCode() + " answered=" + end.answered());
        return new CallRouting.Aftermath.Over(end.status(), end.trailers());
      }

      @Override
      public void clientLeft(boolean connectionLost) {
        ends.add(connectionLost ? "lost" : "left");
      }
    };
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Status.Code codeOf(String method, byte[] request) {
    MethodDescriptor<byte[], byte[]> descriptor =
        Bytes.outgoing(method, new CallMemory(memory)).toBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();
    ClientCall<byte[], byte[]> call = client.newCall(descriptor, CallOptions.DEFAULT);
    StatusRuntimeException failure =
        assertThrows(
            StatusRuntimeException.class, () -> ClientCalls.blockingUnaryCall(call, request));
    return failure.getStatus().getCode();
  }

  private static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .usePlaintext()
        .build();
  }

  private static ConfigRequest config(String session) {
    return ConfigRequest.newBuilder().setSessionId(session).build();
  }

  private static ExecutePlanRequest execute(String query) {
    return ExecutePlanRequest.newBuilder()
        .setSessionId("s1")
        .setPlan(
            Plan.newBuilder()
                .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(query))))
        .build();
  }

  private static AddArtifactsRequest chunk(int size) {
    return AddArtifactsRequest.newBuilder()
        .setSessionId("s1")
        .setChunk(
            AddArtifactsRequest.ArtifactChunk.newBuilder()
                .setData(ByteString.copyFrom(new byte[size])))
        .build();
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static List<String> all(Metadata metadata, String name) {
    Iterable<String> values = metadata.getAll(key(name));
    List<String> found = new CopyOnWriteArrayList<>();
    if (values != null) {
      values.forEach(found::add);
    }
    return found;
  }

  private static <T> StreamObserver<T> into(CompletableFuture<T> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {
        answer.complete(value);
      }

      @Override
      public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }

  /** Takes one message and then only as many as it is told to. */
  private static final class SlowReader
      implements ClientResponseObserver<ExecutePlanRequest, ExecutePlanResponse> {
    final List<Integer> numbers = new CopyOnWriteArrayList<>();
    final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<ExecutePlanRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<ExecutePlanRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(1);
    }

    void ask(int messages) {
      if (call != null) {
        call.request(messages);
      }
    }

    void cancel() {
      if (call != null) {
        call.cancel("enough", null);
      }
    }

    @Override
    public void onNext(ExecutePlanResponse response) {
      numbers.add((int) response.getArrowBatch().getRowCount());
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      done.complete(true);
    }
  }
}
