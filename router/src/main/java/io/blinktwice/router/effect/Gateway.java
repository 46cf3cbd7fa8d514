package io.blinktwice.router.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.router.decision.AttemptLife;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.proxy.AccessLog;
import io.blinktwice.router.proxy.Front;
import io.blinktwice.router.proxy.ProxyServer;
import io.blinktwice.router.proxy.ServerChannels;
import io.blinktwice.router.proxy.WorkspaceLimits;
import io.blinktwice.router.proxy.WorkspaceShares;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.runtime.metrics.Reading;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The gateway without Kafka: told of clusters through its table, telling of runs to a consumer. */
public final class Gateway implements AutoCloseable {
  private static final int MOST_WAITING = 1000;
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final ServerChannels channels;
  private final PlacementDesk desk;
  private final ClusterTable clusters;
  private final ResolveClient resolve;
  private final VerdictClient verdicts;
  private final LiveSessions sessions;
  private final WorkspaceShares shares;
  private final AttemptBook book;
  private final IdleDepartures departures;
  private final ProxyServer server;
  private final List<Reading.Registration> readings;

  /**
   * @param readyWait how long a session waits for a cluster of its version
   * @param clientGrace how long an attempt may be without a session or a connection before its end
   * @param secretFile holds what opens the servers' doors, once it exists
   * @param apiKeyFile holds what resolve asks for, where sign-in is on
   * @param recogniseByPlans whether sessions that declare no workload are recognised by their plans
   * @param limits of each workspace
   * @param accessLog gets a line for each call
   */
  public record Settings(
      Front front,
      URI resolveUrl,
      EngineVersion fallbackVersion,
      Duration readyWait,
      Duration clientGrace,
      @Nullable Path secretFile,
      @Nullable Path apiKeyFile,
      boolean recogniseByPlans,
      WorkspaceLimits limits,
      AccessLog accessLog) {}

  /** One that writes down nothing of its sessions. */
  public Gateway(Settings settings, Consumer<TracedEvent> events) throws IOException {
    this(
        settings,
        events,
        SessionLog.none(),
        OperationFigures.none(),
        new PlacementDesk(
            new PlacementDesk.Settings("alone", MOST_WAITING, TELL_EVERY, null),
            InstantSource.system(),
            PlacementDesk.Audience.NOBODY));
  }

  /**
   * @param events takes run events; it must not wait
   * @param desk says where sessions and statements go; closed with the gateway
   */
  public Gateway(
      Settings settings,
      Consumer<TracedEvent> events,
      SessionLog log,
      OperationFigures figures,
      PlacementDesk desk)
      throws IOException {
    channels = new ServerChannels();
    shares = new WorkspaceShares(settings.limits());
    this.desk = desk;
    clusters = new ClusterTable(this::clusterChanged);
    resolve =
        new ResolveClient(
            settings.resolveUrl(),
            settings.fallbackVersion(),
            new SecretInFile(settings.apiKeyFile()));
    book =
        new AttemptBook(
            new AttemptLife.Policy(settings.clientGrace()),
            InstantSource.system(),
            new MeasuredEnds(figures, events));
    readings =
        List.of(
            RouterMetrics.SESSIONS.from(samples -> samples.add(book.sessions())),
            RouterMetrics.ATTEMPTS.from(samples -> samples.add(book.open())),
            RouterMetrics.PLACEMENT_WAITING.from(samples -> samples.add(desk.waiting())));
    sessions = new LiveSessions(log);
    log.onForeignChange(
        key -> {
          if (sessions.displaced(key)) {
            book.displaced(key);
          }
        });
    verdicts = new VerdictClient(settings.resolveUrl(), new SecretInFile(settings.apiKeyFile()));
    SessionRouter.Surroundings around =
        new SessionRouter.Surroundings(
            resolve,
            verdicts,
            clusters,
            new ClusterChannels(channels),
            new SecretInFile(settings.secretFile()),
            new StatementSeats(desk),
            settings.limits());
    departures = new IdleDepartures(sessions, book, around);
    desk.start();
    departures.start();
    try {
      server =
          ProxyServer.start(
              settings.front(),
              SparkRequest.SERVICE,
              new SessionRouter(
                  book, sessions, around, settings.readyWait(), settings.recogniseByPlans()),
              shares,
              settings.accessLog());
    } catch (IOException e) {
      closeQuietly();
      throw e;
    }
  }

  private void clusterChanged(Cluster cluster, @Nullable ClusterLifecycle record) {
    desk.changed(cluster, record);
    boolean serves = cluster.serves();
    channels.keepOnly(cluster.id(), serves ? cluster.incarnation() : "");
  }

  /** What follows the topic of clusters tells this. */
  public ClusterTable clusters() {
    return clusters;
  }

  public int port() {
    return server.port();
  }

  /** Whether clients can connect. */
  public boolean isListening() {
    return server.isListening();
  }

  /** Attempts that have a client, or had one a moment ago. */
  public int openAttempts() {
    return book.open();
  }

  /** Calls under way in sessions: while there are several in one, it cannot move. */
  int callsInSessions() {
    return sessions.calls();
  }

  /** Bytes of messages on the heap, on their way. */
  long heldBytes() {
    return server.heldBytes();
  }

  /**
   * Lets others take over: new sessions are for them, clients are told to connect elsewhere, what
   * is under way goes on for so long. Sessions stay at their servers, where others find them.
   *
   * @return whether everything was over by then
   */
  public boolean drain(Duration atMost) throws InterruptedException {
    book.handOver();
    return server.drain(atMost);
  }

  /** Operations under way. */
  public int operations() {
    return shares.operations();
  }

  /** What workspaces have of it at the moment. */
  WorkspaceShares shares() {
    return shares;
  }

  private void closeQuietly() {
    readings.forEach(Reading.Registration::close);
    departures.close();
    book.close();
    resolve.close();
    verdicts.close();
    channels.close();
    desk.close();
  }

  /** Ends no attempt: a restarted gateway, or another one, may see it go on. */
  @Override
  public void close() {
    book.close();
    server.close();
    closeQuietly();
  }
}
