package io.blinktwice.router;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.router.effect.Gateway;
import io.blinktwice.router.effect.OperationFigures;
import io.blinktwice.router.effect.RunEventPublisher;
import io.blinktwice.router.effect.SessionLog;
import io.blinktwice.router.effect.SessionRecords;
import io.blinktwice.router.effect.SignedEntrance;
import io.blinktwice.router.placement.effect.PlacementDesk;
import io.blinktwice.router.placement.effect.PlacementRecords;
import io.blinktwice.router.proxy.Entrance;
import io.blinktwice.router.proxy.Front;
import io.blinktwice.runtime.access.SignIn;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.Drains;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role {@code router}, wired: the gateway, the clusters that it hears of, the events that it
 * tells.
 *
 * <p>It does not wait until the table of clusters is read: sessions wait for a cluster anyway.
 */
@Singleton
@Context
@Requires(property = "blinktwice.roles.router", value = "true")
public final class RouterRole implements KeepsRunning, Drains, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterRole.class);
  private static final String NAME = "router";

  /** Proxies between client and gateway cut what is silent for a minute or less. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  /** Where learnt sizes of plans are, in the state directory. */
  private static final String SIZES = "placement-sizes";

  /** What was told before of operations and loads concerns what runs now, and that is young. */
  private static final int NEWEST = 20_000;

  private final EventPublisher events;
  private final RunEventPublisher runEvents;
  private final Gateway gateway;
  private final Duration drainWithin;
  private final SessionRecords sessionRecords;
  private final PlacementRecords placementRecords;
  private final TopicView<OperationMetrics> measured;
  private final TopicView<ClusterLifecycle> clusters;
  private final TopicView<SessionJournalEntry> sessions;
  private final TopicView<ClusterUtilization> loads;
  private final TopicView<RoutingDecision> decisions;

  public RouterRole(
      KafkaConnection connection,
      RouterConfig config,
      PlacementConfig placement,
      WorkspaceLimitsConfig limits,
      InstanceConfig instance,
      SignIn signIn) {
    drainWithin = config.drainWithin();
    Front front = config.front(entrance(config, signIn));
    events = new EventPublisher(connection, NAME);
    runEvents = new RunEventPublisher(events);
    sessionRecords = new SessionRecords(events);
    placementRecords = new PlacementRecords(events);
    OperationFigures figures = new OperationFigures();
    String gatewayName = UUID.randomUUID().toString();
    PlacementDesk desk =
        new PlacementDesk(
            new PlacementDesk.Settings(
                instance.instance() + "-" + gatewayName.substring(0, 8),
                placement.waitingPerWorkspace(),
                TELL_EVERY,
                instance.stateDirectory().resolve(SIZES)),
            InstantSource.system(),
            placementRecords);
    SessionLog log = new SessionLog(gatewayName, sessionRecords, InstantSource.system());
    try {
      gateway =
          new Gateway(
              config.settings(front, limits.limits()), runEvents::publish, log, figures, desk);
    } catch (IOException e) {
      placementRecords.close();
      sessionRecords.close();
      runEvents.close();
      events.close();
      throw new IllegalStateException(
          "the gateway cannot listen on %s:%d (%s); choose another blinktwice.router.port"
              .formatted(config.listenAddress(), config.port(), e.getMessage()),
          e);
    }
    measured =
        TopicView.followNewest(
            connection,
            Topics.OPERATION_METRICS,
            NAME,
            NEWEST,
            seen -> {
              figures.on(seen);
              OperationMetrics told = seen.value();
              if (told != null) {
                desk.measured(told);
              }
            });
    loads =
        TopicView.followNewest(
            connection,
            Topics.CLUSTER_UTILIZATION,
            NAME,
            NEWEST,
            seen -> {
              ClusterUtilization told = seen.value();
              if (told != null) {
                desk.reported(told, seen.at());
              }
            });
    decisions =
        TopicView.followNewest(
            connection,
            Topics.ROUTING_DECISIONS,
            NAME,
            NEWEST,
            seen -> {
              RoutingDecision told = seen.value();
              if (told != null) {
                desk.heard(told, seen.at());
              }
            });
    sessions = TopicView.follow(connection, Topics.SESSION_JOURNAL, NAME, log);
    log.readBy(sessions);
    clusters = TopicView.follow(connection, Topics.CLUSTER_LIFECYCLE, NAME, gateway.clusters());
    LOG.atInfo()
        .addKeyValue("address", config.listenAddress())
        .addKeyValue("port", gateway.port())
        .log("Spark Connect clients can connect");
  }

  private static Entrance entrance(RouterConfig config, SignIn signIn) {
    if (signIn.isOn()) {
      if (!config.isLoopback() && !config.hasTls()) {
        LOG.atWarn()
            .addKeyValue("address", config.listenAddress())
            .log(
                "Clients send their credentials to the gateway in the clear; set blinktwice.router.tls-certificate and .tls-key, or end TLS in front of it");
      }
      return new SignedEntrance(signIn, InstantSource.system());
    }
    if (!config.isLoopback()) {
      throw new IllegalStateException(
          "the gateway would listen on %s and let anybody run anything: set blinktwice.access.keys-file (see 'blinktwice keys') or blinktwice.access.token.issuer, or listen on 127.0.0.1 (blinktwice.router.listen-address)"
              .formatted(config.listenAddress()));
    }
    return Entrance.open();
  }

  /** Whether clients can connect and their sessions find the clusters that there are. */
  public boolean isReady() {
    return gateway.isListening() && clusters.isReady();
  }

  @Override
  public List<LongRunning> parts() {
    return List.of(clusters, sessions, measured, loads, decisions);
  }

  /** Where clients connect. */
  public int port() {
    return gateway.port();
  }

  /** For as long as it takes, within the bound: then what is left is cut. */
  @Override
  public void drain() {
    if (!gateway.isListening()) {
      return;
    }
    LOG.atInfo()
        .addKeyValue("operations", gateway.operations())
        .addKeyValue("atMost", drainWithin)
        .log("The gateway stops: new sessions are for others, running operations finish");
    try {
      boolean over = gateway.drain(drainWithin);
      LOG.atInfo()
          .addKeyValue("cut", over ? 0 : gateway.operations())
          .log("The gateway is drained");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  @PreDestroy
  public void close() {
    clusters.close();
    sessions.close();
    measured.close();
    loads.close();
    decisions.close();
    gateway.close();
    sessionRecords.close();
    placementRecords.close();
    runEvents.close();
    events.close();
  }
}
