package io.blinktwice.pool.effect;

import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.Reach;
import io.blinktwice.pool.decision.Readiness;
import io.blinktwice.pool.decision.ServerEnd;
import io.blinktwice.pool.decision.ServerLaunch;
import io.blinktwice.pool.decision.ServerSize;
import io.blinktwice.pool.decision.ServerSpec;
import io.blinktwice.runtime.process.ChildProcess;
import io.blinktwice.runtime.process.JavaCommand;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real Spark Connect server: a child process that ends with us. */
public final class SparkConnectServer implements EngineServer {
  /** Cold, beside others, on two cores it took 16 s at most. */
  private static final Duration FIRST_ANSWER = Duration.ofMinutes(3);

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ChildProcess process;
  private final ServerLog log;
  private final Reach reach;
  private final int port;
  private final PoolSecret secret;
  private final Optional<ClassArchive> classes;
  private final Path temporary;
  private volatile boolean asked;
  private volatile boolean unresponsive;

  /**
   * What a server is started with.
   *
   * @param log where its output goes, behind that of earlier ones
   */
  record Start(
      LaunchSpec launch,
      ServerSize size,
      String cluster,
      Reach reach,
      EngineInstallations.Engine engine,
      PoolSecret secret,
      int reportsPort,
      Path folder,
      Path log) {}

  private SparkConnectServer(Start start, ServerSpec spec, ChildProcess process, ServerLog log) {
    this.process = process;
    this.log = log;
    this.reach = start.reach();
    this.port = spec.port();
    this.secret = start.secret();
    this.classes = start.engine().classes();
    this.temporary = spec.temporary();
  }

  static SparkConnectServer start(Start start) throws IOException {
    ServerSpec spec =
        new ServerSpec(
            start.launch(),
            start.size(),
            start.cluster(),
            start.reach().listen(),
            freePort(),
            start.reportsPort(),
            start.folder());
    FolderTree.emptied(spec.local());
    FolderTree.emptied(spec.temporary());
    Files.createDirectories(spec.warehouse());
    Files.writeString(spec.schedulingFile(), ServerLaunch.FAIR);
    ServerLaunch launch = ServerLaunch.of(spec, start.secret());
    List<String> jvmFlags =
        new ArrayList<>(
            start.engine().classes().map(each -> each.flags(spec.temporary())).orElse(List.of()));
    jvmFlags.addAll(launch.jvmFlags());
    ServerLog log = ServerLog.beginIn(start.log());
    ChildProcess process =
        ChildProcess.start(
            new JavaCommand(
                "Spark " + start.launch().version(),
                start.engine().javaHome(),
                jvmFlags,
                start.engine().classPath(),
                ServerLaunch.MAIN_CLASS,
                List.of(),
                launch.environment(),
                start.folder(),
                start.log()));
    return new SparkConnectServer(start, spec, process, log);
  }

  /** On all interfaces, as 3.5 will listen; someone may still be quicker than the server. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String address() {
    return reach.advertised() + ":" + port;
  }

  @Override
  public Readiness awaitReady() {
    CompletableFuture<Integer> exit = process.exit();
    Instant deadline = Instant.now().plus(FIRST_ANSWER);
    try (ReadinessProbe probe = new ReadinessProbe(reach.beside(), port, secret)) {
      while (!endsWithin(exit, BETWEEN_QUESTIONS)) {
        if (probe.answers()) {
          classes.ifPresent(each -> each.answered(temporary));
          return new Readiness.Answered();
        }
        if (Instant.now().isAfter(deadline)) {
          unresponsive = true;
          process.kill();
        }
      }
    }
    ServerEnd end = awaitEnd();
    classes.ifPresent(each -> each.ended(end.exitCode()));
    return Readiness.ofEnd(end, tail());
  }

  private static boolean endsWithin(CompletableFuture<Integer> exit, Duration time) {
    try {
      exit.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the exit of a child cannot fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server started", e);
    }
  }

  private String tail() {
    try {
      return log.tail();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public ServerEnd awaitEnd() {
    int code = process.exit().join();
    return unresponsive ? ServerEnd.unresponsive(code) : ServerEnd.read(code, asked);
  }

  @Override
  public void stop() {
    asked = true;
    process.stop(GRACE);
  }
}
