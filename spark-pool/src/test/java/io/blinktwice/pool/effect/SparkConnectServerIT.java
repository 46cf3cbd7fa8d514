package io.blinktwice.pool.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.ScalingOrder;
import io.blinktwice.pool.decision.ServerLoad;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers: they answer, keep strangers out, say what they do, come back, drain and stop. */
class SparkConnectServerIT {
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion FIX = new EngineVersion("4.2.0-fix1");
  private static final EngineVersion FIRST_THAT_RELEASES = new EngineVersion("4.0.0");
  private static final int GROUPS = 7;
  private static final String GROUPED =
      "SELECT id %% %d AS k, count(*) FROM range(0, 200000, 1, 4) GROUP BY 1".formatted(GROUPS);

  @Test
  void serversLiveThroughTheirWholeLife(@TempDir Path temp) throws Exception {
    LaunchSpec fix =
        new LaunchSpec(
            FIX,
            new EngineVersion("4.2.0"),
            Map.of("spark.sql.ansi.enabled", "false"),
            List.of("-Dof.the.release=1"));
    try (RealPool pool = RealPool.start(temp, LaunchSpec.plain(OLD), fix)) {
      pool.awaitReady(2).forEach(SparkConnectServerIT::assertRefusesStrangers);
      saysWhatItDoes(pool, pool.newest(OLD));
      saysWhatItDoes(pool, pool.newest(FIX));
      runsAsTheReleaseSays(pool.newest(FIX));
      drainsOnceItsSessionIsGone(pool, pool.newest(FIX));
      comesBackAfterAKill(pool, pool.newest(OLD));
      answersWhenNobodyListens(pool, pool.newest(OLD));

      pool.close();
      assertEquals(Loss.STOPPED, pool.awaitGone(pool.newest(OLD)).loss());
      assertTrue(
          pool.journal.all(ClusterEvent.Ready.class).stream()
              .noneMatch(ready -> ProcessHandle.of(ready.pid()).isPresent()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.1", "4.1.2"})
  @Tag("slow") // Another half a gigabyte of jars: './blinktwice test -Dslow.tests=none' runs it.
  void theEnginesBetweenDoSoToo(String version, @TempDir Path temp) throws Exception {
    EngineVersion engine = new EngineVersion(version);
    try (RealPool pool = RealPool.start(temp, LaunchSpec.plain(engine))) {
      pool.awaitReady(1).forEach(SparkConnectServerIT::assertRefusesStrangers);
      saysWhatItDoes(pool, pool.newest(engine));
      drainsOnceItsSessionIsGone(pool, pool.newest(engine));
    }
  }

  @Test
  @Tag("slow") // It takes a while until half a gigabyte is full.
  void aServerThatRunsOutOfMemoryGoesAndSaysSo(@TempDir Path temp) throws Exception {
    try (RealPool pool = RealPool.start(temp, LaunchSpec.plain(OLD))) {
      ClusterEvent.Ready server = pool.awaitReady(1).getFirst();
      try (ServerClient client = new ServerClient(server.address(), RealPool.SECRET)) {
        assertThrows(
            StatusRuntimeException.class,
            () ->
                client.run(
                    UUID.randomUUID().toString(),
                    "SELECT size(collect_list(repeat(CAST(id AS STRING), 1000))) FROM range(3000000)"));
      }
      ClusterEvent.Gone gone = pool.awaitGone(server);
      assertEquals(Loss.OUT_OF_MEMORY, gone.loss());
      assertEquals(server.pid(), gone.pid().orElseThrow());
      pool.awaitReady(2);
    }
  }

  private static void assertRefusesStrangers(ClusterEvent.Ready server) {
    try (ServerClient stranger =
        new ServerClient(server.address(), new PoolSecret("cd".repeat(32)))) {
      StatusRuntimeException refusal =
          assertThrows(
              StatusRuntimeException.class,
              () -> stranger.run(UUID.randomUUID().toString(), "SELECT 1"));
      assertEquals(Status.Code.UNAUTHENTICATED, refusal.getStatus().getCode());
      assertTrue(
          String.valueOf(refusal.getStatus().getDescription()).contains("the pool's gateway"));
    }
  }

  private static void saysWhatItDoes(RealPool pool, ClusterEvent.Ready server) {
    String operation = UUID.randomUUID().toString();
    String failing = UUID.randomUUID().toString();
    try (ServerClient client = new ServerClient(server.address(), RealPool.SECRET)) {
      assertEquals(GROUPS, client.run(operation, GROUPED));
      OperationUse use = pool.awaitUse(operation);
      assertEquals(client.session(), use.session());
      assertEquals(OperationUse.Outcome.FINISHED, use.outcome());
      assertEquals(1, use.revision());
      assertTrue(figure(use, "tasks") > 4, use.toString());
      assertTrue(figure(use, "taskMillis") > 0, use.toString());
      assertTrue(figure(use, "shuffleWriteBytes") > 0, use.toString());
      assertTrue(figure(use, "peakMemoryBytes") > 0, use.toString());
      assertEquals(GROUPS, figure(use, "outputRows"), use.toString());
      assertEquals(0, figure(use, "failedTasks"), use.toString());
      assertTrue(!use.endedAt().isBefore(use.startedAt()), use.toString());

      assertThrows(
          StatusRuntimeException.class,
          () -> client.run(failing, "SELECT raise_error('x') FROM range(10)"));
      assertEquals(OperationUse.Outcome.FAILED, pool.awaitUse(failing).outcome());
      assertTrue(figure(pool.awaitUse(failing), "failedTasks") > 0);

      await()
          .atMost(RealPool.BOUND)
          .until(() -> loadOf(pool, server).map(load -> restsWith(load, 1)).orElse(false));
      ServerLoad load = loadOf(pool, server).orElseThrow();
      assertTrue(load.memory().maxHeap() > 400L << 20, load.toString());
      assertTrue(load.memory().usedHeap() > 0 && load.freeDisk() > 0, load.toString());
      assertEquals(0, load.dropped());
      if (server.cluster().version().compareTo(FIRST_THAT_RELEASES) >= 0) {
        client.release();
      } else {
        client.forget();
      }
      await()
          .atMost(RealPool.BOUND)
          .until(() -> loadOf(pool, server).map(left -> restsWith(left, 0)).orElse(false));
    }
  }

  private static Optional<ServerLoad> loadOf(RealPool pool, ClusterEvent.Ready server) {
    return pool.loads.of(server.cluster().id());
  }

  /** The pool's own question has a session, too, which is none of anybody's. */
  private static boolean restsWith(ServerLoad load, int sessions) {
    return load.work().sessions() == sessions
        && load.work().runningOperations() == 0
        && load.work().activeTasks() == 0
        && load.work().queuedTasks() == 0;
  }

  private static long figure(OperationUse use, String name) {
    return Objects.requireNonNull(use.figures().get(name), name);
  }

  /** With ANSI mode, the default of 4.x, the query would fail. */
  private static void runsAsTheReleaseSays(ClusterEvent.Ready server) {
    try (ServerClient client = new ServerClient(server.address(), RealPool.SECRET)) {
      assertEquals(1, client.run(UUID.randomUUID().toString(), "SELECT CAST('abc' AS INT)"));
      client.release();
    }
    String command =
        ProcessHandle.of(server.pid())
            .flatMap(process -> process.info().arguments())
            .map(arguments -> String.join(" ", arguments))
            .orElse("");
    assertTrue(command.contains("-Dof.the.release=1"), command);
  }

  private static void drainsOnceItsSessionIsGone(RealPool pool, ClusterEvent.Ready server) {
    try (ServerClient client = new ServerClient(server.address(), RealPool.SECRET)) {
      client.run(UUID.randomUUID().toString(), "SELECT 1");
      await()
          .atMost(RealPool.BOUND)
          .until(() -> loadOf(pool, server).map(load -> load.work().sessions() > 0).orElse(false));
      pool.supervisor.carryOut(
          new ScalingOrder(
              UUID.randomUUID().toString(),
              ScalingOrder.Action.IN,
              server.cluster().version(),
              Optional.empty(),
              1,
              0,
              List.of(server.cluster().id())));
      assertEquals(1, client.run(UUID.randomUUID().toString(), "SELECT 1"));
      client.release();
    }
    ClusterEvent.Gone gone = pool.awaitGone(server);
    assertEquals(Loss.STOPPED, gone.loss());
    assertEquals("drained: nothing ran on it any more", gone.detail());
  }

  private static void comesBackAfterAKill(RealPool pool, ClusterEvent.Ready killed)
      throws Exception {
    ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
    ClusterEvent.Gone gone = pool.awaitGone(killed);
    assertEquals(137, gone.exitCode().orElseThrow());
    assertEquals(killed.pid(), gone.pid().orElseThrow());
    assertEquals(Loss.KILLED, gone.loss());
    pool.awaitReady(3);
    ClusterEvent.Ready next = pool.newest(killed.cluster().version());
    assertNotEquals(killed.cluster().id(), next.cluster().id());
    mapsItsClasses(next);
  }

  /** If nobody else's did before, the server before it has left the list for the archive. */
  private static void mapsItsClasses(ClusterEvent.Ready server) throws Exception {
    List<String> mapped = Files.readAllLines(Path.of("/proc", "" + server.pid(), "maps"));
    assertTrue(
        mapped.stream().anyMatch(line -> line.contains("spark-3.5.7") && line.endsWith(".jsa")),
        mapped::toString);
  }

  private static void answersWhenNobodyListens(RealPool pool, ClusterEvent.Ready server) {
    pool.reports.close();
    try (ServerClient client = new ServerClient(server.address(), RealPool.SECRET)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(GROUPS, client.run(UUID.randomUUID().toString(), GROUPED));
      }
    }
  }
}
