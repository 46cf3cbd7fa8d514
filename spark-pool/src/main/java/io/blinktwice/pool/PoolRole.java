package io.blinktwice.pool;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.EngineRuntime;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.effect.EnrichmentCollector;
import io.blinktwice.pool.effect.KafkaLifecycleJournal;
import io.blinktwice.pool.effect.LifecycleJournal;
import io.blinktwice.pool.effect.PoolLock;
import io.blinktwice.pool.effect.PoolSupervisor;
import io.blinktwice.pool.effect.SecretFile;
import io.blinktwice.pool.effect.ServerClassPath;
import io.blinktwice.pool.effect.SparkConnectServer;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.PinnedPom;
import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pool at work: from {@link #start} to {@link #close} its servers are kept alive. */
public final class PoolRole implements AutoCloseable {
  private final PoolLock lock;
  private final LifecycleJournal journal;
  private final PoolSupervisor supervisor;
  private final List<SparkConnectServer.Installation> installations;
  private @Nullable EnrichmentCollector collector;

  private PoolRole(
      PoolLock lock,
      LifecycleJournal journal,
      PoolSupervisor supervisor,
      List<SparkConnectServer.Installation> installations) {
    this.lock = lock;
    this.journal = journal;
    this.supervisor = supervisor;
    this.installations = installations;
  }

  /** Fetches missing jars, then starts all servers; the listener hears when they answer. */
  public static PoolRole start(KafkaConnection kafka, PoolConfig config, StatusListener listener)
      throws IOException {
    PoolRole role =
        start(() -> new KafkaLifecycleJournal(kafka, InstantSource.system()), config, listener);
    role.collector = EnrichmentCollector.start(kafka, config.pool(), role.installations);
    return role;
  }

  static PoolRole start(
      Supplier<LifecycleJournal> journals, PoolConfig config, StatusListener listener)
      throws IOException {
    List<String> problems = config.problems();
    if (!problems.isEmpty()) {
      throw new InvalidPoolConfig(problems);
    }
    PoolLock lock = PoolLock.on(config.folders().work().toAbsolutePath());
    try {
      List<SparkConnectServer.Installation> installations = installations(config, listener);
      LifecycleJournal journal = journals.get();
      return new PoolRole(
          lock, journal, supervise(config, installations, journal, listener), installations);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static PoolSupervisor supervise(
      PoolConfig config,
      List<SparkConnectServer.Installation> installations,
      LifecycleJournal journal,
      StatusListener listener) {
    PoolMetrics metrics = new PoolMetrics();
    try {
      return PoolSupervisor.start(
          config.pool(),
          installations,
          journal,
          status -> {
            metrics.on(status);
            listener.on(status);
          });
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Fetches the jars of all engines that are not in the cache yet: a start does so too. */
  public static void fetch(PoolConfig config, Progress progress) throws IOException {
    for (EngineVersion engine : config.engines()) {
      jarsOf(engine, config, progress);
    }
  }

  private static List<SparkConnectServer.Installation> installations(
      PoolConfig config, StatusListener listener) throws IOException {
    PoolSecret secret = SecretFile.in(config.folders().secret());
    List<SparkConnectServer.Installation> installations = new ArrayList<>();
    for (EngineVersion engine : config.engines()) {
      installations.add(
          new SparkConnectServer.Installation(
              engine,
              config.size(),
              Objects.requireNonNull(config.jdks().get(EngineRuntime.jdkFor(engine))),
              ServerClassPath.of(jarsOf(engine, config, listener)),
              secret,
              config.folders().work().toAbsolutePath().resolve(engine.value()),
              config.folders().logs().toAbsolutePath().resolve("spark-" + engine + ".log")));
    }
    return installations;
  }

  private static Path jarsOf(EngineVersion engine, PoolConfig config, Progress progress)
      throws IOException {
    PoolConfig.Artifacts artifacts = config.artifacts();
    return new PinnedArtifacts(
            new PinnedArtifacts.Maven(artifacts.maven(), artifacts.settings()), artifacts.cache())
        .fetch(new PinnedPom("spark-" + engine, config.pinOf(engine)), progress);
  }

  @Override
  public void close() {
    if (collector != null) {
      collector.close();
    }
    supervisor.close();
    journal.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the pool's folder could not be let go", e);
    }
  }
}
