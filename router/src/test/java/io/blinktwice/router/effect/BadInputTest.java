package io.blinktwice.router.effect;

import static io.blinktwice.router.harness.TestFleet.all;
import static io.blinktwice.router.harness.TestFleet.query;
import static io.blinktwice.router.harness.TestFleet.set;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.blinktwice.events.ClusterState;
import io.blinktwice.router.harness.SparkService;
import io.blinktwice.router.harness.TestFleet;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.AddArtifactsRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.UserContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever sends nonsense gets a proper status, leaves nothing behind and disturbs nobody. */
class BadInputTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private TestFleet fleet;
  private SparkConnectServiceBlockingStub neighbour;

  @BeforeEach
  void start() throws Exception {
    fleet = new TestFleet();
    neighbour = fleet.client(Map.of());
    var _ = neighbour.config(set("neighbour", "here"));
  }

  @AfterEach
  void nothingIsLeftAndTheNeighbourIsServed() {
    try {
      assertFalse(all(neighbour.executePlan(query("SELECT 1"))).isEmpty());
      await().atMost(SOON).until(() -> fleet.gateway.callsInSessions() == 0);
      await().atMost(SOON).until(() -> fleet.gateway.heldBytes() == 0);
    } finally {
      fleet.close();
    }
    assertEquals(0, KeptOperation.kept());
  }

  @Test
  void notGrpcAtAll() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fleet.gateway.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      // What it answers is HTTP/2's affair; it has to end.
      assertTrue(socket.getInputStream().readAllBytes().length < 1_000);
    }
  }

  @Test
  void wrongService() {
    assertEquals(Status.Code.UNIMPLEMENTED, codeOf("other.Service/Config", new byte[0]));
  }

  @Test
  void unknownMethodIsForTheServerToRefuse() {
    byte[] request = query("SELECT 1").toByteArray();
    assertEquals(
        Status.Code.UNIMPLEMENTED,
        codeOf(SparkConnectServiceGrpc.SERVICE_NAME + "/InventedTomorrow", request));
  }

  @Test
  void garbageInPlaceOfARequest() {
    byte[] garbage = "this is no protobuf".getBytes(StandardCharsets.US_ASCII);
    for (String method : List.of("ExecutePlan", "Config", "AddArtifacts", "ReattachExecute")) {
      assertEquals(
          Status.Code.INVALID_ARGUMENT,
          codeOf(SparkConnectServiceGrpc.SERVICE_NAME + "/" + method, garbage),
          method);
    }
  }

  @Test
  void aRequestWithoutASession() {
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        codeOf(SparkConnectServiceGrpc.SERVICE_NAME + "/ExecutePlan", new byte[0]));
  }

  @Test
  void halfSentArtifactsBindTheirSession() throws Exception {
    SparkConnectServiceBlockingStub client = fleet.client(Map.of());
    StreamObserver<AddArtifactsRequest> sending =
        SparkConnectServiceGrpc.newStub(client.getChannel()).addArtifacts(new Ignoring<>());
    sending.onNext(
        AddArtifactsRequest.newBuilder()
            .setSessionId("half")
            .setChunk(
                AddArtifactsRequest.ArtifactChunk.newBuilder()
                    .setData(ByteString.copyFrom(new byte[100_000])))
            .build());
    await().atMost(SOON).until(() -> fleet.old.artifactBytes.get() > 0);
    sending.onError(Status.CANCELLED.asRuntimeException());
    await().atMost(SOON).until(() -> fleet.old.cancelled.get());
    await().atMost(SOON).until(() -> fleet.gateway.callsInSessions() == 0);

    fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.GONE);
    ExecutePlanRequest next = query("SELECT 1").toBuilder().setSessionId("half").build();
    StatusRuntimeException lost =
        assertThrows(StatusRuntimeException.class, () -> all(client.executePlan(next)));
    assertTrue(
        String.valueOf(lost.getMessage()).contains("a request that its client gave up"),
        lost.getMessage());
    fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.READY);
  }

  @Test
  void twoOperationsWithOneIdAreForTheServerToTellApart() {
    SparkConnectServiceBlockingStub client = fleet.client(Map.of("x-workload-id", "etl"));
    ExecutePlanRequest request = query("SELECT 1").toBuilder().setOperationId("one").build();
    assertFalse(all(client.executePlan(request)).isEmpty());
    assertFalse(all(client.executePlan(request)).isEmpty());
    assertEquals(List.of("SELECT 1", "SELECT 1"), fleet.recent.seen);
  }

  @Test
  void aGuessedSessionIdIsAnotherUsersOwnSession() throws Exception {
    try (SparkService spare = new SparkService()) {
      SparkConnectServiceBlockingStub client = fleet.client(Map.of());
      UserContext mallory = UserContext.newBuilder().setUserId("mallory").build();
      fleet.tell("spare", "3.5.7", spare.port(), ClusterState.READY);
      ExecutePlanRequest guessed = query("SELECT 1").toBuilder().setUserContext(mallory).build();
      all(client.executePlan(guessed));
      fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.GONE);
      all(client.executePlan(guessed));
      assertFalse(spare.seen.contains("SET neighbour=here"), spare.seen.toString());
      fleet.tell("spare", "3.5.7", spare.port(), ClusterState.GONE);
      fleet.tell("old", "3.5.7", fleet.old.port(), ClusterState.READY);
    }
  }

  @Test
  void aServerThatLiesAboutItsReadiness() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    fleet.tell("recent", "4.2.0", nobody, ClusterState.READY);
    SparkConnectServiceBlockingStub client =
        fleet.client(Map.of("x-workload-id", "etl", "x-retries", "scheduler"));
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> client.config(set("a", "b")));
    assertEquals(Status.Code.ABORTED, refused.getStatus().getCode());
  }

  private Status.Code codeOf(String fullMethod, byte[] request) {
    Channel channel = fleet.client(Map.of()).getChannel();
    Bytes bytes = new Bytes();
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(bytes, bytes)
            .setType(MethodType.UNARY)
            .setFullMethodName(fullMethod)
            .build();
    return assertThrows(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request))
        .getStatus()
        .getCode();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Ignoring<T> implements StreamObserver<T> {
    @Override
    public void onNext(T value) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
