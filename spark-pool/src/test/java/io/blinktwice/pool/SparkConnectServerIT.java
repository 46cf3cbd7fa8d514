package io.blinktwice.pool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.ServerSize;
import io.blinktwice.pool.effect.LifecycleJournal;
import io.blinktwice.pool.effect.RecordingJournal;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers of both engines: they answer, keep strangers out, come back, and stop. */
class SparkConnectServerIT {
  private static final Duration BOUND = Duration.ofMinutes(3);

  private final RecordingJournal journal = new RecordingJournal();

  @Test
  void aServerLivesThroughItsWholeLife(@TempDir Path temp) throws Exception {
    try (PoolRole pool = PoolRole.start(this::journal, config(temp), new RecordingListener())) {
      await().atMost(BOUND).until(() -> ready().size() == 2);
      ready().forEach(SparkConnectServerIT::assertRefusesStrangers);

      ClusterEvent.Ready killed = ready().getFirst();
      ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
      await().atMost(BOUND).until(() -> ready().size() == 3);
      assertEquals(137, goneOf(killed).exitCode().orElseThrow());
      assertEquals(Loss.KILLED, goneOf(killed).loss());
      assertNotEquals(killed.cluster(), ready().getLast().cluster());
      assertEquals(killed.version(), ready().getLast().version());

      pool.close();
      assertEquals(Loss.STOPPED, goneOf(ready().get(1)).loss());
      assertEquals(Loss.STOPPED, goneOf(ready().getLast()).loss());
    }
    assertTrue(ready().stream().noneMatch(r -> ProcessHandle.of(r.pid()).isPresent()));
  }

  private LifecycleJournal journal() {
    return journal;
  }

  private List<ClusterEvent.Ready> ready() {
    return journal.all(ClusterEvent.Ready.class);
  }

  private ClusterEvent.Gone goneOf(ClusterEvent.Ready cluster) {
    return journal.all(ClusterEvent.Gone.class).stream()
        .filter(gone -> gone.cluster().equals(cluster.cluster()))
        .findFirst()
        .orElseThrow();
  }

  private static void assertRefusesStrangers(ClusterEvent.Ready cluster) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(cluster.address()).usePlaintext().build();
    try {
      StatusRuntimeException refusal =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  SparkConnectServiceGrpc.newBlockingStub(channel)
                      .config(
                          ConfigRequest.newBuilder()
                              .setUserContext(UserContext.newBuilder().setUserId("stranger"))
                              .build()));
      assertEquals(Status.Code.UNAUTHENTICATED, refusal.getStatus().getCode());
      assertTrue(
          String.valueOf(refusal.getStatus().getDescription()).contains("the pool's gateway"));
    } finally {
      channel.shutdownNow();
    }
  }

  private static PoolConfig config(Path temp) throws Exception {
    return new PoolConfig(
        "test",
        List.of(new EngineVersion("3.5.7"), new EngineVersion("4.2.0")),
        new ServerSize(1, ServerSize.SMALLEST_HEAP_MEGABYTES),
        Map.of(17, jdk17()),
        new PoolConfig.Artifacts(
            Path.of("../mvnw"),
            Path.of("../app/pinned/settings.xml"),
            Path.of("engines"),
            PinnedArtifacts.defaultCache(
                System.getenv(), Path.of(System.getProperty("user.home")))),
        new PoolConfig.Folders(
            temp.resolve("work"), Path.of("target/logs"), temp.resolve("run/pool-secret")));
  }

  private static Path jdk17() throws Exception {
    Process find = new ProcessBuilder("../bin/find-jdk", "17").redirectErrorStream(true).start();
    String home = new String(find.getInputStream().readAllBytes()).strip();
    assertEquals(0, find.waitFor(), home);
    return Path.of(home);
  }
}
