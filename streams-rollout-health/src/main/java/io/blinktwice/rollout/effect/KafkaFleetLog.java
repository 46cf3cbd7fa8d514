package io.blinktwice.rollout.effect;

import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.rollout.api.FleetLog;
import io.blinktwice.rollout.api.FleetView;
import io.blinktwice.rollout.api.ReleaseEntry;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Writes to the topics of the fleet, and feeds the view from the committed ones. */
public final class KafkaFleetLog implements FleetLog, AutoCloseable {
  private static final String SOURCE = "rollout-api";

  private final EventPublisher publisher;
  private final TopicView<Release> releases;
  private final TopicView<RolloutDecision> decisions;

  public KafkaFleetLog(KafkaConnection connection, FleetView view) {
    ViewFeed feed = new ViewFeed(view);
    this.publisher = EventPublisher.forCommands(connection, SOURCE);
    this.releases = TopicView.follow(connection, Topics.RELEASES, SOURCE, feed::release);
    this.decisions = TopicView.follow(connection, Topics.ROLLOUT_DECISIONS, SOURCE, feed::decision);
  }

  @Override
  public CompletableFuture<Void> register(ReleaseEntry release) {
    return publisher.publish(
        Topics.RELEASES,
        release.version().value(),
        Records.release(release),
        UUID.randomUUID().toString(),
        release.registeredAt());
  }

  @Override
  public CompletableFuture<Void> order(Command command, Instant at) {
    return publisher.publish(
        Topics.ROLLOUT_COMMANDS,
        command.version().value(),
        Records.command(command, at),
        command.order().commandId(),
        at);
  }

  @Override
  public boolean isRead() {
    return releases.awaitCaughtUp(Duration.ZERO) && decisions.awaitCaughtUp(Duration.ZERO);
  }

  /** What keeps the view of the fleet fresh. */
  public List<LongRunning> views() {
    return List.of(releases, decisions);
  }

  @Override
  public void close() {
    releases.close();
    decisions.close();
    publisher.close();
  }
}
