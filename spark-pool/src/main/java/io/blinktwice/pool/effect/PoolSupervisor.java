package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.FormerClusters;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Keeps one server of each engine version alive and writes down their lives. */
public final class PoolSupervisor implements AutoCloseable {
  private final List<EngineSupervisor> engines;

  private PoolSupervisor(List<EngineSupervisor> engines) {
    this.engines = engines;
  }

  /** Puts the former life's clusters straight, then starts all servers without waiting for them. */
  public static PoolSupervisor start(
      String pool,
      Collection<SparkConnectServer.Installation> installations,
      LifecycleJournal journal,
      Consumer<ServerStatus> listener) {
    Map<EngineVersion, SparkConnectServer.Installation> byVersion =
        installations.stream()
            .collect(
                Collectors.toMap(
                    SparkConnectServer.Installation::version, installation -> installation));
    EngineServer.Launcher launcher =
        version -> SparkConnectServer.start(Objects.requireNonNull(byVersion.get(version)));
    return start(
        byVersion.keySet().stream().sorted().toList(),
        new EngineSupervisor.Surroundings(
            pool, launcher, RestartPolicy.DEFAULT, journal, listener));
  }

  static PoolSupervisor start(
      List<EngineVersion> versions, EngineSupervisor.Surroundings surroundings) {
    LifecycleJournal journal = surroundings.journal();
    FormerClusters former =
        FormerClusters.among(journal.known(), surroundings.pool(), Instant.now());
    former.ended().forEach(journal::record);
    former.forgotten().forEach(journal::forget);
    PoolSupervisor supervisor =
        new PoolSupervisor(
            versions.stream().map(version -> new EngineSupervisor(version, surroundings)).toList());
    supervisor.engines.forEach(EngineSupervisor::start);
    return supervisor;
  }

  /** Stops all servers, at once; returns when the last one is gone. */
  @Override
  public void close() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      engines.forEach(engine -> threads.execute(engine::close));
    }
  }
}
