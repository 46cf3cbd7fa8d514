package io.blinktwice.app;

import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.app.installation.ProgramHome;
import io.blinktwice.app.metrics.MetricsPort;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.PoolConfig;
import io.blinktwice.pool.PoolRole;
import io.blinktwice.pool.StatusListener;
import io.blinktwice.pool.decision.Reach;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.Progress;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pool}: Spark Connect servers on this machine, one of each engine from the start. */
@Command(
    name = "pool",
    description = {
      "Runs Spark Connect servers and keeps them alive: one of each engine, one of each release"
          + " that runs on their jars, and what scaling decisions and 'cluster start' want besides."
    },
    mixinStandardHelpOptions = true,
    footer = {"", ExitCode.LEGEND})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PoolCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(PoolCommand.class);

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "VERSION",
      defaultValue = "3.5.7,4.2.0",
      description =
          "Spark versions to run; pinned are 3.5.7, 4.0.1, 4.1.2 and 4.2.0: ${DEFAULT-VALUE}.")
  private List<EngineVersion> engines;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "The pool's name, unique on its Kafka: ${DEFAULT-VALUE}.")
  private String name;

  @Mixin private PoolOptions servers;

  @Option(
      names = "--drain-within",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long a server that drains may go on at most: ${DEFAULT-VALUE}.")
  private int drainWithin;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = {
        "Where its servers and its metrics listen, such as 0.0.0.0; the pool's secret keeps others"
            + " out of the servers: ${DEFAULT-VALUE}."
      })
  private String listen;

  @Option(
      names = "--advertised",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The host under which gateways find its servers: ${DEFAULT-VALUE}.")
  private String advertised;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = {
        "Holds what opens its servers, 64 hexadecimal digits, where somebody else made it for pools"
            + " and gateways on several machines; its own is in its folder."
      })
  private Optional<Path> secretFile;

  @Option(
      names = "--fetch-only",
      description = "Fetches the engines' jars into the cache, and starts nothing.")
  private boolean fetchOnly;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      defaultValue = "${sys:blinktwice.home}/.blinktwice",
      description = "Where the installation is kept: ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "15083",
      description = "Where Prometheus reads its metrics; 0 for any: ${DEFAULT-VALUE}.")
  private int metricsPort;

  @Override
  public Integer call() throws Exception {
    if (fetchOnly) {
      PoolRole.fetch(config(), new LoggedStatus());
      return ExitCode.OK;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    KafkaConnection connection =
        cluster
            .settings()
            .rememberingIn(new InstallationFolder(folder).state().resolve("pool"))
            .connection();
    MetricsPort metrics = MetricsPort.open(listen, metricsPort);
    LOG.atInfo().addKeyValue("port", metrics.port()).log("metrics can be read");
    PoolRole pool = PoolRole.start(connection, config(), new LoggedStatus());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  pool.close();
                  metrics.close();
                  stopped.countDown();
                },
                "pool-shutdown"));
    stopped.await();
    return ExitCode.OK;
  }

  private PoolConfig config() throws IOException {
    ProgramHome home = ProgramHome.ofThisProcess();
    InstallationFolder installation = new InstallationFolder(folder);
    Map<Integer, Path> jdks = new HashMap<>();
    for (int feature : new int[] {17, 25}) {
      Optional<Path> jdk = home.jdk(feature);
      jdk.ifPresent(path -> jdks.put(feature, path));
    }
    return new PoolConfig(
        name,
        engines,
        servers.bounds(Duration.ofSeconds(drainWithin)),
        new Reach(listen, advertised),
        jdks,
        new PoolConfig.Artifacts(
            home.maven().executable(),
            home.maven().globalSettings(),
            home.engines(),
            PinnedArtifacts.defaultCache(
                System.getenv(), Path.of(System.getProperty("user.home")))),
        new PoolConfig.Folders(
            installation.state().resolve("spark"),
            installation.logs(),
            secretFile.orElseGet(installation::poolSecret),
            secretFile.isPresent()));
  }

  /** Whoever started us follows the topic; the log is for people. */
  private static final class LoggedStatus implements StatusListener {
    @Override
    public void on(Progress.Step step) {
      LOG.atInfo().addKeyValue("artifacts", step.artifacts()).log(step.doing());
    }

    @Override
    public void on(ServerStatus status) {
      LOG.atInfo().addKeyValue("engine", status.slot().name()).log(status.toString());
    }
  }
}
