package io.blinktwice.pool.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.Cluster;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.FormerClusters;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.Loss;
import io.blinktwice.pool.decision.Readiness;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ScalingOrder;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerLoad;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.pool.decision.SizeClasses;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final Loads loads = new Loads();
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
    assertEquals(
        1, journal.events.stream().map(ClusterEvent::cluster).map(Cluster::id).distinct().count());
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
    assertTrue(ready.getLast().cluster().id().startsWith("local/3.5.7/"));
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
    await().atMost(BOUND).until(() -> !statuses.isEmpty() && isGivenUp(statuses.getLast()));
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
    journal.known.add(former("local/3.5.7/old", false));
    journal.known.add(former("local/3.5.7/ancient", true));
    planned.add(ScriptedServer.healthy(1));
    start();
    awaitEvents(3);
    ClusterEvent.Gone gone = assertInstanceOf(ClusterEvent.Gone.class, journal.events.getFirst());
    assertEquals("local/3.5.7/old", gone.cluster().id());
    assertEquals(List.of("local/3.5.7/ancient"), journal.forgotten);
  }

  private static boolean isGivenUp(ServerStatus status) {
    return status instanceof ServerStatus.GivenUp;
  }

  private static FormerClusters.Known former(String id, boolean gone) {
    return new FormerClusters.Known(
        new Cluster(id, VERSION, null, "decided-before"), gone, Instant.EPOCH);
  }

  @Test
  void anotherServerComesByDecisionOnceAndNeverMoreThanTheLimit() {
    planned.add(ScriptedServer.healthy(1));
    planned.add(ScriptedServer.healthy(2));
    planned.add(ScriptedServer.healthy(3));
    PoolSupervisor pool = start();
    assertEquals(Optional.empty(), pool.carryOut(out("d-1", "large", 1)));
    assertEquals(Optional.empty(), pool.carryOut(out("d-1", "large", 1)));
    String held = pool.carryOut(out("d-2", "large", 5)).orElseThrow();
    assertTrue(held.contains("never more than 3 at once"), held);
    await().atMost(BOUND).until(() -> journal.all(ClusterEvent.Ready.class).size() == 3);
    assertEquals(
        List.of("d-1", "d-2"),
        journal.all(ClusterEvent.Requested.class).stream()
            .map(requested -> requested.cluster().decision())
            .toList());
    assertEquals(
        List.of("large", "large", "small"),
        journal.all(ClusterEvent.Ready.class).stream()
            .map(ready -> Objects.requireNonNull(ready.cluster().size()).name())
            .sorted()
            .toList());
  }

  @Test
  void whatWasCarriedOutInAFormerLifeIsNotAgain() {
    journal.known.add(former("local/3.5.7/old", true));
    planned.add(ScriptedServer.healthy(1));
    PoolSupervisor pool = start();
    pool.carryOut(out("decided-before", "small", 1));
    awaitEvents(2);
    assertEquals(1, journal.all(ClusterEvent.Ready.class).size());
    assertEquals(0, journal.all(ClusterEvent.Requested.class).size());
  }

  @Test
  void aDrainedServerGoesWhenNothingRunsOnItAndStaysAway() {
    planned.add(ScriptedServer.healthy(1));
    PoolSupervisor pool = start();
    awaitEvents(2);
    String cluster = journal.all(ClusterEvent.Ready.class).getFirst().cluster().id();
    loads.said(cluster, load(1, Instant.now()));
    pool.carryOut(in("d-1", cluster));
    awaitEvents(3);
    ClusterEvent.Draining draining = journal.all(ClusterEvent.Draining.class).getFirst();
    assertEquals("d-1", draining.cluster().decision());
    assertEquals(0, journal.all(ClusterEvent.Gone.class).size());

    loads.said(cluster, load(0, Instant.now().plusSeconds(10)));
    await().atMost(BOUND).until(() -> isRemoved(statuses.getLast()));
    ClusterEvent.Gone gone = journal.all(ClusterEvent.Gone.class).getFirst();
    assertEquals(Loss.STOPPED, gone.loss());
    assertEquals("drained: nothing ran on it any more", gone.detail());
    assertEquals("d-1", gone.cluster().decision());
    assertEquals(1, journal.all(ClusterEvent.Ready.class).size());
  }

  @Test
  void aReplacedServerIsDrainedOnceTheNewOneIsReady() {
    planned.add(ScriptedServer.healthy(1));
    ScriptedServer slow = ScriptedServer.thatNeverAnswers();
    planned.add(slow);
    PoolSupervisor pool = start();
    awaitEvents(2);
    String old = journal.all(ClusterEvent.Ready.class).getFirst().cluster().id();
    pool.carryOut(order("d-1", ScalingOrder.Action.UP, "large", 1, List.of(old)));
    await().atMost(BOUND).until(() -> journal.all(ClusterEvent.Starting.class).size() == 2);
    assertEquals(0, journal.all(ClusterEvent.Draining.class).size());
    slow.readiness.complete(new Readiness.Answered());
    await().atMost(BOUND).until(() -> journal.all(ClusterEvent.Draining.class).size() == 1);
    assertEquals(old, journal.all(ClusterEvent.Draining.class).getFirst().cluster().id());
  }

  @Test
  void aReleaseGetsAServerAndAnotherOneWhenItIsLaunchedOtherwise() {
    planned.add(ScriptedServer.healthy(1));
    planned.add(ScriptedServer.healthy(2));
    planned.add(ScriptedServer.healthy(3));
    PoolSupervisor pool = start();
    EngineVersion fix = new EngineVersion("3.5.7-fix1");
    pool.offer(new LaunchSpec(fix, VERSION, Map.of("spark.a", "1"), List.of()));
    await().atMost(BOUND).until(() -> readyOf(fix) == 1);
    pool.offer(new LaunchSpec(fix, VERSION, Map.of("spark.a", "1"), List.of()));
    pool.offer(new LaunchSpec(fix, VERSION, Map.of("spark.a", "2"), List.of()));
    await().atMost(BOUND).until(() -> journal.all(ClusterEvent.Draining.class).size() == 1);
    assertEquals(2, readyOf(fix));
    assertEquals(fix, journal.all(ClusterEvent.Draining.class).getFirst().cluster().version());
    String full = pool.offer(LaunchSpec.plain(new EngineVersion("3.5.7-fix2"))).orElseThrow();
    assertTrue(full.contains("no room"), full);
  }

  private long readyOf(EngineVersion version) {
    return journal.all(ClusterEvent.Ready.class).stream()
        .filter(ready -> ready.cluster().version().equals(version))
        .count();
  }

  private static boolean isRemoved(ServerStatus status) {
    return status instanceof ServerStatus.Removed;
  }

  private static ScalingOrder out(String id, String size, int count) {
    return order(id, ScalingOrder.Action.OUT, size, count, List.of());
  }

  private static ScalingOrder in(String id, String cluster) {
    return order(id, ScalingOrder.Action.IN, "small", 1, List.of(cluster));
  }

  private static ScalingOrder order(
      String id, ScalingOrder.Action action, String size, int count, List<String> clusters) {
    return new ScalingOrder(id, action, VERSION, Optional.of(size), count, 0, clusters);
  }

  private static ServerLoad load(int sessions, Instant measured) {
    return new ServerLoad(
        measured,
        new ServerLoad.Work(0, 0, 0, 0, sessions),
        new ServerLoad.Memory(1, 1, 0, 0, 0),
        0,
        0,
        0,
        0,
        List.of(),
        0);
  }

  private PoolSupervisor start() {
    EngineServer.Launcher launcher =
        (slot, spec, cluster) -> {
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
        new PoolSupervisor(
            new ClusterSupervisor.Surroundings(
                "local", launcher, POLICY, journal, loads, Duration.ofHours(1), statuses::add),
            SizeClasses.parse("small=512m/1,large=1g/2", "small"),
            3);
    supervisor.start(List.of(LaunchSpec.plain(VERSION)));
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
