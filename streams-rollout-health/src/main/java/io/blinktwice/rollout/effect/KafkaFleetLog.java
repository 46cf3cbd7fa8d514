package io.blinktwice.rollout.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinState;
import io.blinktwice.events.Release;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.rollout.api.FleetLog;
import io.blinktwice.rollout.api.FleetView;
import io.blinktwice.rollout.api.PinnedWorkload;
import io.blinktwice.rollout.api.ReleaseEntry;
import io.blinktwice.rollout.api.Retiring;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Writes to the topics of the fleet, and feeds the view from the committed ones. */
public final class KafkaFleetLog implements FleetLog, AutoCloseable {
  private static final String SOURCE = "rollout-api";

  private final EventPublisher publisher;
  private final TopicView<Release> releases;
  private final TopicView<RolloutDecision> decisions;
  private final Map<String, PinnedWorkload> pinned = new ConcurrentHashMap<>();
  private final TopicView<Pin> pins;
  private final TopicView<VersionHealth> health;
  private final TopicView<ResourceAdvice> advice;

  public KafkaFleetLog(KafkaConnection connection, FleetView view) {
    ViewFeed feed = new ViewFeed(view);
    this.publisher = EventPublisher.forCommands(connection, SOURCE);
    this.releases = TopicView.follow(connection, Topics.RELEASES, SOURCE, feed::release);
    this.decisions = TopicView.follow(connection, Topics.ROLLOUT_DECISIONS, SOURCE, feed::decision);
    this.health = TopicView.follow(connection, Topics.VERSION_HEALTH, SOURCE, feed::health);
    this.advice = TopicView.follow(connection, Topics.RESOURCE_ADVICE, SOURCE, feed::advice);
    this.pins = TopicView.follow(connection, Topics.PINS, SOURCE, this::remember);
  }

  private void remember(TopicView.Record<Pin> seen) {
    Pin pin = seen.value();
    if (pin == null || pin.getState() == PinState.ENDED) {
      pinned.remove(seen.key());
    } else {
      pinned.put(
          seen.key(),
          new PinnedWorkload(
              pin.getWorkspace(),
              pin.getWorkload(),
              pin.getFingerprint(),
              pin.getPinId(),
              pin.getVersion()));
    }
  }

  @Override
  public List<PinnedWorkload> pinnedTo(EngineVersion version) {
    return pinned.values().stream()
        .filter(pin -> pin.version().equals(version.value()))
        .sorted(
            Comparator.comparing(PinnedWorkload::workspace).thenComparing(PinnedWorkload::workload))
        .toList();
  }

  @Override
  public CompletableFuture<Void> move(PinnedWorkload moved, Retiring wanted) {
    PinCommand command = Records.move(moved, wanted);
    return publisher.publish(
        Topics.PIN_COMMANDS,
        command.getFingerprint(),
        command,
        command.getCommandId(),
        command.getAt());
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
    return releases.awaitCaughtUp(Duration.ZERO)
        && decisions.awaitCaughtUp(Duration.ZERO)
        && pins.awaitCaughtUp(Duration.ZERO)
        && health.awaitCaughtUp(Duration.ZERO)
        && advice.awaitCaughtUp(Duration.ZERO);
  }

  /** What keeps the view of the fleet fresh. */
  public List<LongRunning> views() {
    return List.of(releases, decisions, pins, health, advice);
  }

  @Override
  public void close() {
    releases.close();
    decisions.close();
    pins.close();
    health.close();
    advice.close();
    publisher.close();
  }
}
