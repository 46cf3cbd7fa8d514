package io.blinktwice.router.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.decision.SessionStep;
import io.blinktwice.router.proxy.ServerExchange;
import io.blinktwice.router.wire.OlderEngines;
import io.blinktwice.router.wire.Replays;
import io.blinktwice.router.wire.SparkRequest;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a session again on another server, from what made it where it was.
 *
 * <p>Every step has to succeed, and the server has to answer in the session afterwards; else what
 * was made is released and the session stays where it is.
 */
final class SessionMover {
  private static final Logger LOG = LoggerFactory.getLogger(SessionMover.class);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration TO_RELEASE = Duration.ofSeconds(5);

  private final ClusterChannels channels;

  /** The session could not be made again there. */
  static final class MoveFailed extends Exception {
    private static final long serialVersionUID = 1L;

    MoveFailed(String message) {
      super(message);
    }
  }

  SessionMover(ClusterChannels channels) {
    this.channels = channels;
  }

  /**
   * @param headers what its client sends with every call
   */
  void rebuild(LiveSession session, Cluster target, Metadata headers)
      throws MoveFailed, InterruptedException {
    long began = System.nanoTime();
    List<SessionStep> steps = session.state().steps();
    try {
      ServerExchange server = exchange(channels.to(target), headers, LONGEST);
      for (SessionStep step : steps) {
        server.call(step.method(), adapted(step, target.version()));
      }
      server.call(
          "AnalyzePlan",
          List.of(Replays.versionQuestion(session.key().session(), session.key().user())));
      session.rebuilt();
    } catch (StatusException e) {
      release(session.key(), target, headers);
      throw new MoveFailed(
          "the session could not be made again on %s: %s".formatted(target.id(), e.getStatus()));
    }
    LOG.atInfo()
        .addKeyValue("session", session.key().session())
        .addKeyValue("cluster", target.id())
        .addKeyValue("version", target.version())
        .addKeyValue("steps", steps.size())
        .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
        .log("A session was made again");
  }

  private static List<byte[]> adapted(SessionStep step, EngineVersion engine) {
    return step.messages().stream()
        .map(message -> Replays.again(step.method(), message))
        .map(message -> OlderEngines.adapted(step.method(), message, engine))
        .toList();
  }

  /** Lets a server forget its copy, without waiting for it. */
  void release(SessionKey session, Cluster where, Metadata headers) {
    Thread.ofVirtual()
        .name("release-session")
        .start(
            () -> {
              try {
                releaseNow(session, where, headers);
              } catch (StatusException e) {
                LOG.atDebug()
                    .addKeyValue("cluster", where.id())
                    .addKeyValue("status", e.getStatus())
                    .log("A former copy of a session was not released");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /**
   * Lets a server forget its copy.
   *
   * @throws StatusException it may still have it
   */
  void releaseNow(SessionKey session, Cluster where, Metadata headers)
      throws StatusException, InterruptedException {
    if (OlderEngines.releasesSessions(where.version())) {
      exchange(channels.to(where), headers, TO_RELEASE)
          .call("ReleaseSession", List.of(Replays.release(session.session(), session.user())));
      return;
    }
    Metadata forgetting = new Metadata();
    forgetting.merge(headers);
    forgetting.put(OlderEngines.FORGET, OlderEngines.forgetting(session.user(), session.session()));
    List<byte[]> answer =
        exchange(channels.to(where), forgetting, TO_RELEASE)
            .call("ExecutePlan", List.of(new byte[0]));
    if (!answer.isEmpty()) {
      throw Status.UNIMPLEMENTED.withDescription("it has no door of ours").asException();
    }
  }

  private static ServerExchange exchange(Channel channel, Metadata headers, Duration atMost) {
    return new ServerExchange(channel, SparkRequest.SERVICE, headers, atMost);
  }
}
