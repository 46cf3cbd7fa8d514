package io.blinktwice.pool;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.EngineRuntime;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.effect.EngineInstallations;
import io.blinktwice.pool.effect.KafkaLifecycleJournal;
import io.blinktwice.pool.effect.PoolLock;
import io.blinktwice.pool.effect.PoolServices;
import io.blinktwice.pool.effect.SecretFile;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.PinnedPom;
import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pool at work: from {@link #start} to {@link #close} its servers are kept alive. */
public final class PoolRole implements AutoCloseable {
  /** The launcher's switch for all that spares classes from being read again. */
  private static final String CLASS_ARCHIVES = "BLINKTWICE_AOT";

  private final PoolLock lock;
  private final PoolServices services;

  private PoolRole(PoolLock lock, PoolServices services) {
    this.lock = lock;
    this.services = services;
  }

  /** Fetches missing jars, then starts all servers; the listener hears when they answer. */
  public static PoolRole start(KafkaConnection kafka, PoolConfig config, StatusListener listener)
      throws IOException {
    List<String> problems = config.problems();
    if (!problems.isEmpty()) {
      throw new InvalidPoolConfig(problems);
    }
    PoolLock lock = PoolLock.on(config.folders().work().toAbsolutePath());
    try {
      PoolSecret secret =
          config.folders().secretGiven()
              ? SecretFile.given(config.folders().secret())
              : SecretFile.in(config.folders().secret());
      PoolServices.Plan plan =
          new PoolServices.Plan(
              config.pool(),
              installations(config, secret, listener),
              secret,
              config.bounds().sizes(),
              config.bounds().servers(),
              config.bounds().drainWithin());
      return new PoolRole(
          lock,
          PoolServices.start(
              kafka, plan, new KafkaLifecycleJournal(kafka, InstantSource.system()), listener::on));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Fetches the jars of all engines that are not in the cache yet: a start does so too. */
  public static void fetch(PoolConfig config, Progress progress) throws IOException {
    for (EngineVersion engine : config.engines()) {
      jarsOf(engine, config, progress);
    }
  }

  static EngineInstallations installations(PoolConfig config, PoolSecret secret, Progress progress)
      throws IOException {
    Map<EngineVersion, EngineInstallations.Engine> engines = new HashMap<>();
    for (EngineVersion engine : config.engines()) {
      engines.put(
          engine,
          EngineInstallations.installed(
              Objects.requireNonNull(config.jdks().get(EngineRuntime.jdkFor(engine))),
              jarsOf(engine, config, progress),
              !"off".equals(System.getenv(CLASS_ARCHIVES))));
    }
    return new EngineInstallations(
        engines,
        secret,
        new EngineInstallations.Folders(
            config.folders().work().toAbsolutePath(), config.folders().logs().toAbsolutePath()),
        config.reach());
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
    services.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the pool's folder could not be let go", e);
    }
  }
}
