package io.blinktwice.pool.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.FormerClusters;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.Readiness;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Supervision, with servers that do as the test says. */
class PoolSupervisorTest {
  private static final EngineVersion VERSION = new EngineVersion("3.5.7");
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final RestartPolicy POLICY =
      new RestartPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1), 3);

  private final RecordingJournal journal = new RecordingJournal();
  private final List<ServerStatus> statuses = new CopyOnWriteArrayList<>();
  private final Queue<ScriptedServer> planned = new ConcurrentLinkedQueue<>();
  private final AtomicInteger fails = new AtomicInteger();
  private final List<AutoCloseable> toClose = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable supervisor : toClose) {
      supervisor.close();
    }
  }

  @Test
  void writesDownALifeFromStartToStop() {
    planned.add(ScriptedServer.healthy(7));
    PoolSupervisor supervisor = start();
    awaitEvents(2);
    supervisor.close();

    assertEquals(
        List.of("Starting", "Ready", "Draining", "Gone"),
        journal.events.stream().map(event -> event.getClass().getSimpleName()).toList());
    assertEquals(1, journal.events.stream().map(ClusterEvent::cluster).distinct().count());
    ClusterEvent.Ready ready = journal.all(ClusterEvent.Ready.class).getFirst();
    assertEquals("127.0.0.1:7", ready.address());
    assertEquals(7, ready.pid());
    assertEquals(Loss.STOPPED, journal.all(ClusterEvent.Gone.class).getFirst().loss());
  }

  @Test
  void startsALostServerAgainAsAnotherCluster() {
    ScriptedServer first = ScriptedServer.healthy(1);
    planned.add(first);
    planned.add(ScriptedServer.healthy(2));
    start();
    awaitEvents(2);
    first.end(137);
    awaitEvents(5);

    ClusterEvent.Gone gone = journal.all(ClusterEvent.Gone.class).getFirst();
    assertEquals(Loss.KILLED, gone.loss());
    assertEquals(137, gone.exitCode().orElseThrow());
    List<ClusterEvent.Ready> ready = journal.all(ClusterEvent.Ready.class);
    assertNotEquals(ready.getFirst().cluster(), ready.getLast().cluster());
    assertTrue(ready.getLast().cluster().startsWith("local/3.5.7/"));
  }

  @Test
  void triesAnotherPortWithinTheSameCluster() {
    planned.add(ScriptedServer.withTakenPort());
    planned.add(ScriptedServer.healthy(2));
    start();
    awaitEvents(2);
    assertEquals(
        List.of("Starting", "Ready"),
        journal.events.stream().map(event -> event.getClass().getSimpleName()).toList());
  }

  @Test
  void givesUpOnACrashLoopAndSaysSo() {
    for (int i = 0; i < 3; i++) {
      planned.add(ScriptedServer.thatEndsEarly(1));
    }
    start();
    await().atMost(BOUND).until(() -> statuses.getLast() instanceof ServerStatus.GivenUp);
    assertEquals(3, journal.all(ClusterEvent.Gone.class).size());
    assertEquals(0, journal.all(ClusterEvent.Ready.class).size());
  }

  @Test
  void aServerThatCannotBeStartedIsGone() {
    start();
    await().atMost(BOUND).until(() -> !statuses.isEmpty() && isGivenUp(statuses.getLast()));
    ClusterEvent.Gone gone = assertInstanceOf(ClusterEvent.Gone.class, journal.events.getLast());
    assertTrue(gone.detail().contains("no server planned"), gone.detail());
    assertTrue(gone.exitCode().isEmpty());
  }

  @Test
  void aServerThatCouldNotBeStartedOnceIsTriedAgain() {
    fails.set(2);
    planned.add(ScriptedServer.healthy(7));
    start();
    await().atMost(BOUND).until(() -> !journal.all(ClusterEvent.Ready.class).isEmpty());
    assertEquals(2, journal.all(ClusterEvent.Gone.class).size());
    assertTrue(statuses.stream().noneMatch(PoolSupervisorTest::isGivenUp));
  }

  @Test
  void aServerIsEndedWhenNobodyCanWatchItAnyMore() {
    ScriptedServer server = ScriptedServer.thatNeverAnswers();
    planned.add(server);
    start();
    awaitEvents(1);
    server.readiness.completeExceptionally(new IllegalStateException("broken"));
    await().atMost(BOUND).until(() -> !statuses.isEmpty() && isGivenUp(statuses.getLast()));
    assertEquals(Loss.STOPPED, journal.all(ClusterEvent.Gone.class).getFirst().loss());
  }

  @Test
  void stopsAServerThatIsStillStarting() {
    planned.add(ScriptedServer.thatNeverAnswers());
    PoolSupervisor supervisor = start();
    awaitEvents(1);
    supervisor.close();
    assertEquals(Loss.STOPPED, journal.all(ClusterEvent.Gone.class).getFirst().loss());
    assertEquals(0, journal.all(ClusterEvent.Draining.class).size());
  }

  @Test
  void clustersOfAFormerLifeAreGoneBeforeAnythingStarts() {
    journal.known.add(new FormerClusters.Known("local/3.5.7/old", VERSION, false, Instant.EPOCH));
    journal.known.add(
        new FormerClusters.Known("local/3.5.7/ancient", VERSION, true, Instant.EPOCH));
    planned.add(ScriptedServer.healthy(1));
    start();
    awaitEvents(3);
    ClusterEvent.Gone gone = assertInstanceOf(ClusterEvent.Gone.class, journal.events.getFirst());
    assertEquals("local/3.5.7/old", gone.cluster());
    assertEquals(List.of("local/3.5.7/ancient"), journal.forgotten);
  }

  private static boolean isGivenUp(ServerStatus status) {
    return status instanceof ServerStatus.GivenUp;
  }

  private PoolSupervisor start() {
    EngineServer.Launcher launcher =
        version -> {
          if (fails.getAndDecrement() > 0) {
            throw new IOException("no space left on device");
          }
          ScriptedServer next = planned.poll();
          if (next == null) {
            throw new IOException("no server planned");
          }
          return next;
        };
    PoolSupervisor supervisor =
        PoolSupervisor.start(
            List.of(VERSION),
            new EngineSupervisor.Surroundings("local", launcher, POLICY, journal, statuses::add));
    toClose.add(supervisor);
    return supervisor;
  }

  private void awaitEvents(int atLeast) {
    await().atMost(BOUND).until(() -> journal.events.size() >= atLeast);
  }

  /** A server that answers and ends when told. */
  private static final class ScriptedServer implements EngineServer {
    private final long pid;
    private final CompletableFuture<Readiness> readiness = new CompletableFuture<>();
    private final CompletableFuture<ServerEnd> end = new CompletableFuture<>();

    private ScriptedServer(long pid) {
      this.pid = pid;
    }

    static ScriptedServer healthy(long pid) {
      ScriptedServer server = new ScriptedServer(pid);
      server.readiness.complete(new Readiness.Answered());
      return server;
    }

    static ScriptedServer thatEndsEarly(int code) {
      ScriptedServer server = new ScriptedServer(1);
      server.end(code);
      return server;
    }

    static ScriptedServer withTakenPort() {
      ScriptedServer server = new ScriptedServer(1);
      server.readiness.complete(new Readiness.PortTaken());
      server.end(255);
      return server;
    }

    static ScriptedServer thatNeverAnswers() {
      return new ScriptedServer(1);
    }

    void end(int code) {
      end(ServerEnd.read(code, false));
    }

    private void end(ServerEnd how) {
      end.complete(how);
      readiness.complete(new Readiness.Ended(how));
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public String address() {
      return "127.0.0.1:" + pid;
    }

    @Override
    public Readiness awaitReady() {
      return Objects.requireNonNull(readiness.join());
    }

    @Override
    public ServerEnd awaitEnd() {
      return Objects.requireNonNull(end.join());
    }

    @Override
    public void stop() {
      end(ServerEnd.read(143, true));
    }
  }
}
