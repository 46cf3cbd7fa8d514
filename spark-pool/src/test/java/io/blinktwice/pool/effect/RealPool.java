package io.blinktwice.pool.effect;

import static org.awaitility.Awaitility.await;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.ClusterEvent;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.Reach;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerLoad;
import io.blinktwice.pool.decision.SizeClasses;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.PinnedPom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A pool of real servers that writes its journal into memory and needs no Kafka. */
final class RealPool implements AutoCloseable {
  static final PoolSecret SECRET = new PoolSecret("ab".repeat(32));

  /** Cold servers on a busy machine. */
  static final Duration BOUND = Duration.ofMinutes(3);

  final RecordingJournal journal = new RecordingJournal();
  final Loads loads = new Loads();
  final List<OperationUse> uses = new CopyOnWriteArrayList<>();
  final PoolSupervisor supervisor;
  final ReportServer reports;

  private RealPool(Map<EngineVersion, EngineInstallations.Engine> engines, Path work)
      throws IOException {
    EngineInstallations installations =
        new EngineInstallations(
            engines,
            SECRET,
            new EngineInstallations.Folders(work, Path.of("target/logs").toAbsolutePath()),
            Reach.LOOPBACK);
    reports = ReportServer.open(SECRET, new RecordingSink());
    supervisor =
        new PoolSupervisor(
            new ClusterSupervisor.Surroundings(
                "test",
                (slot, spec, cluster) -> installations.launch(slot, spec, cluster, reports.port()),
                RestartPolicy.DEFAULT,
                journal,
                loads,
                BOUND,
                status -> {}),
            SizeClasses.parse("small=512m/1", "small"),
            3);
  }

  static RealPool start(Path work, LaunchSpec... specs) throws Exception {
    Map<EngineVersion, EngineInstallations.Engine> engines = new HashMap<>();
    for (LaunchSpec spec : specs) {
      engines.put(spec.engine(), engine(spec.engine()));
    }
    RealPool pool = new RealPool(engines, work.toAbsolutePath());
    pool.supervisor.start(List.of(specs));
    return pool;
  }

  private static EngineInstallations.Engine engine(EngineVersion version) throws Exception {
    PinnedArtifacts artifacts =
        new PinnedArtifacts(
            new PinnedArtifacts.Maven(Path.of("../mvnw"), Path.of("../app/pinned/settings.xml")),
            PinnedArtifacts.defaultCache(
                System.getenv(), Path.of(System.getProperty("user.home"))));
    Path jars =
        artifacts.fetch(
            new PinnedPom("spark-" + version, Path.of("engines", version.value())), step -> {});
    return EngineInstallations.installed(jdk17(), jars, true);
  }

  private static Path jdk17() throws Exception {
    Process find = new ProcessBuilder("../bin/find-jdk", "17").redirectErrorStream(true).start();
    String home = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (find.waitFor() != 0) {
      throw new IllegalStateException(home);
    }
    return Path.of(home);
  }

  /** Waits until so many servers have answered since the start. */
  List<ClusterEvent.Ready> awaitReady(int servers) {
    await().atMost(BOUND).until(() -> journal.all(ClusterEvent.Ready.class).size() >= servers);
    return journal.all(ClusterEvent.Ready.class);
  }

  /** The newest that answered of a version. */
  ClusterEvent.Ready newest(EngineVersion version) {
    return journal.all(ClusterEvent.Ready.class).stream()
        .filter(ready -> ready.cluster().version().equals(version))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  ClusterEvent.Gone awaitGone(ClusterEvent.Ready server) {
    await()
        .atMost(BOUND)
        .until(
            () ->
                journal.all(ClusterEvent.Gone.class).stream().anyMatch(gone -> isOf(gone, server)));
    return journal.all(ClusterEvent.Gone.class).stream()
        .filter(gone -> isOf(gone, server))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOf(ClusterEvent.Gone gone, ClusterEvent.Ready server) {
    return gone.cluster().id().equals(server.cluster().id());
  }

  /** What an operation used, once its server has said it. */
  OperationUse awaitUse(String operation) {
    await()
        .atMost(BOUND)
        .until(() -> uses.stream().anyMatch(use -> use.operation().equals(operation)));
    return uses.stream().filter(use -> use.operation().equals(operation)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    supervisor.close();
    reports.close();
  }

  private final class RecordingSink implements ReportServer.Sink {
    @Override
    public void on(String cluster, ServerLoad load) {
      loads.said(cluster, load);
    }

    @Override
    public void on(String cluster, OperationUse use) {
      uses.add(use);
    }

    @Override
    public void refused() {
      throw new IllegalStateException("one of our own servers was refused");
    }
  }
}
