package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.Reach;
import io.blinktwice.pool.decision.ServerLaunch;
import io.blinktwice.pool.decision.ServerSize;
import io.blinktwice.pool.decision.ServerSlot;
import io.blinktwice.pool.decision.ServerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engines that are installed here, and where their servers write. */
public final class EngineInstallations {
  private final Map<EngineVersion, Engine> engines;
  private final PoolSecret secret;
  private final Folders folders;
  private final Reach reach;

  /**
   * What all servers of an engine run on.
   *
   * @param classPath an entry may end in {@code *}
   * @param classes spares servers time when they start, where that is wanted
   */
  public record Engine(Path javaHome, List<Path> classPath, Optional<ClassArchive> classes) {
    public Engine {
      classPath = List.copyOf(classPath);
    }
  }

  /**
   * An engine of this folder of jars.
   *
   * @param archived whether its servers may keep an archive of their classes beside it
   */
  public static Engine installed(Path javaHome, Path jars, boolean archived) throws IOException {
    return new Engine(
        javaHome,
        ServerClassPath.of(jars),
        archived ? Optional.of(ClassArchive.of(javaHome, jars)) : Optional.empty());
  }

  /** Where servers write; absolute. */
  public record Folders(Path work, Path logs) {}

  public EngineInstallations(
      Map<EngineVersion, Engine> engines, PoolSecret secret, Folders folders, Reach reach) {
    this.engines = Map.copyOf(engines);
    this.secret = secret;
    this.folders = folders;
    this.reach = reach;
  }

  List<EngineVersion> engines() {
    return engines.keySet().stream().sorted().toList();
  }

  /** Starts a server of that place. */
  EngineServer launch(ServerSlot slot, LaunchSpec spec, String cluster, int reportsPort)
      throws IOException {
    return SparkConnectServer.start(
        new SparkConnectServer.Start(
            spec,
            slot.size(),
            cluster,
            reach,
            engine(spec),
            secret,
            reportsPort,
            folders.work().resolve(slot.version().value()).resolve(String.valueOf(slot.number())),
            folders.logs().resolve(logName(slot.name()))));
  }

  /** Of the first place of a version: each has its own. */
  Path log(EngineVersion version) {
    return folders.logs().resolve(logName(version.value()));
  }

  private static String logName(String slot) {
    return "spark-" + slot + ".log";
  }

  Engine engine(LaunchSpec spec) {
    Engine engine = engines.get(spec.engine());
    if (engine == null) {
      throw new IllegalStateException("checked before: " + spec + " among " + engines.keySet());
    }
    return engine;
  }

  /** The flags of its servers, with stand-ins for what differs from server to server. */
  List<String> flags(LaunchSpec spec, ServerSize size) {
    ServerSpec server =
        new ServerSpec(spec, size, "cluster", reach.listen(), 0, 0, Path.of("work"));
    return ServerLaunch.of(server, secret).jvmFlags();
  }
}
