package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.runtime.access.AccessConfig;
import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import io.blinktwice.runtime.access.SignIn;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.connect.proto.AddArtifactsRequest;
import org.apache.spark.connect.proto.AddArtifactsResponse;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.UserContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that asks who somebody is: keys of two workspaces, one of those may only look. */
class SignedEntranceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final UserContext FORGED =
      UserContext.newBuilder().setUserId("red/alice").setUserName("alice").build();

  @TempDir private Path folder;
  private KeyFile keys;
  private String red;
  private String blue;
  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    keys = new KeyFile(folder.resolve("keys.json"));
    red = key("alice", new Scope.Within(new WorkspaceId("red")), Right.OPERATE);
    blue = key("alice", new Scope.Within(new WorkspaceId("blue")), Right.OPERATE);
    SignIn signIn = new SignIn(new AccessConfig(keys.path()), Optional.empty());
    fleet = new TestFleet(SessionLog.none(), new SignedEntrance(signIn, InstantSource.system()));
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void whoeverSignedInIsTheUserWhateverTheySay() {
    client(red).config(TestFleet.set("a", "1"));
    client(blue).config(TestFleet.set("a", "2").toBuilder().setUserContext(FORGED).build());
    assertEquals(List.of("red/alice alice", "blue/alice alice"), fleet.old.users);
  }

  @Test
  void anotherWorkspaceNeverMeetsTheSameSessionRunOrWorkload() {
    Map<String, String> run = Map.of("x-workload-id", "etl", "x-run-id", "r1");
    TestFleet.all(client(red, run).executePlan(TestFleet.query("SELECT 1")));
    TestFleet.all(client(blue, run).executePlan(TestFleet.query("SELECT 2")));
    client(blue, run).releaseSession(TestFleet.release());

    await().atMost(SOON).until(() -> ended("blue") == 1);
    assertEquals(Set.of("red", "blue"), Set.copyOf(fleet.controlPlane.workspaces));
    assertEquals(
        2, fleet.events.stream().map(RunEvent::getFingerprint).collect(Collectors.toSet()).size());
    assertEquals(0, ended("red"));
    client(red, run).config(TestFleet.set("a", "1"));
    assertEquals("red/alice alice", fleet.recent.users.getLast());
  }

  @Test
  void everyMessageOfAStreamIsTheUsers() throws Exception {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    StreamObserver<AddArtifactsRequest> sending =
        SparkConnectServiceGrpc.newStub(client(blue).getChannel())
            .withInterceptors(credential(blue))
            .addArtifacts(completing(answered));
    for (int message = 0; message < 3; message++) {
      sending.onNext(
          AddArtifactsRequest.newBuilder().setSessionId("s1").setUserContext(FORGED).build());
    }
    sending.onCompleted();
    answered.get(20, TimeUnit.SECONDS);
    assertEquals(
        List.of("blue/alice alice", "blue/alice alice", "blue/alice alice"), fleet.old.users);
  }

  @Test
  void theCredentialGoesToNoServer() {
    client(red, Map.of("x-blinktwice-anything", "forged")).config(TestFleet.set("a", "1"));
    Set<String> names = fleet.old.headers.getFirst().keys();
    assertFalse(names.contains("authorization"), names.toString());
    assertFalse(names.contains("x-blinktwice-anything"), names.toString());
  }

  @Test
  void nobodyElseGetsIn() throws Exception {
    String looks = key("bob", new Scope.Within(new WorkspaceId("red")), Right.VIEW);
    assertEquals(Status.Code.UNAUTHENTICATED, refusal(fleet.client(Map.of())));
    assertEquals(Status.Code.UNAUTHENTICATED, refusal(client(red + "0")));
    assertEquals(Status.Code.PERMISSION_DENIED, refusal(client(looks)));
    assertEquals(
        Status.Code.PERMISSION_DENIED, refusal(client(red, Map.of("x-workspace", "blue"))));

    keys.revoke(red.substring(3, 15), Instant.EPOCH);
    assertEquals(Status.Code.UNAUTHENTICATED, refusal(client(red)));
    assertTrue(fleet.old.calls.isEmpty());
    assertTrue(fleet.recent.calls.isEmpty());
  }

  @Test
  void aPlatformCredentialNamesItsWorkspace() throws Exception {
    String platform = key("ops", new Scope.Platform(), Right.ADMIN);
    client(platform, Map.of("x-workspace", "blue")).config(TestFleet.set("a", "1"));
    client(platform).config(TestFleet.set("a", "1"));
    assertEquals(List.of("blue/ops ops", "default/ops ops"), fleet.old.users);
  }

  private long ended(String workspace) {
    return fleet.events.stream()
        .filter(event -> event.getWorkspace().equals(workspace))
        .filter(event -> event.getKind() == RunEventKind.SUCCEEDED)
        .count();
  }

  private static Status.Code refusal(SparkConnectServiceBlockingStub client) {
    return assertThrows(StatusRuntimeException.class, () -> client.config(TestFleet.set("a", "1")))
        .getStatus()
        .getCode();
  }

  private String key(String actor, Scope scope, Right right) throws Exception {
    ApiKey.Fresh fresh = ApiKey.create(actor, scope, right, new SecureRandom(), Instant.EPOCH);
    keys.add(fresh.kept());
    return fresh.secret();
  }

  private SparkConnectServiceBlockingStub client(String key) {
    return client(key, Map.of());
  }

  private SparkConnectServiceBlockingStub client(String key, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("authorization", "Bearer " + key);
    return fleet.client(headers);
  }

  private static ClientInterceptor credential(String key) {
    Metadata metadata = new Metadata();
    metadata.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }

  private static StreamObserver<AddArtifactsResponse> completing(CompletableFuture<Void> answered) {
    return new StreamObserver<>() {
      @Override
      public void onNext(AddArtifactsResponse response) {}

      @Override
      public void onError(Throwable failure) {
        answered.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        answered.complete(null);
      }
    };
  }
}
