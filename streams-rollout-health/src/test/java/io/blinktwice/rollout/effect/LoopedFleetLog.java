package io.blinktwice.rollout.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.Release;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.rollout.api.FleetLog;
import io.blinktwice.rollout.api.FleetView;
import io.blinktwice.rollout.api.PinnedWorkload;
import io.blinktwice.rollout.api.ReleaseEntry;
import io.blinktwice.rollout.api.Retiring;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.topology.RolloutTopology;
import io.blinktwice.runtime.kafka.TopicView.Record;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real topology between what is written and what is seen, with a driver in Kafka's place. */
public final class LoopedFleetLog implements FleetLog, AutoCloseable {
  private final DrivenTopology driven;
  private final ViewFeed feed;
  private volatile boolean read = true;
  private volatile boolean broken;
  private long offset;
  private final List<PinnedWorkload> pins = new CopyOnWriteArrayList<>();
  private final List<PinCommand> moved = new CopyOnWriteArrayList<>();

  public LoopedFleetLog(FleetView view, Path folder) {
    feed = new ViewFeed(view);
    driven =
        new DrivenTopology(
            () -> RolloutTopology.of(DrivenTopology.SERDES, "t", () -> 1), "t", folder);
  }

  public void read(boolean isRead) {
    read = isRead;
  }

  public void breakDown() {
    broken = true;
  }

  @Override
  public CompletableFuture<Void> register(ReleaseEntry release) {
    return written(
        () -> {
          Release record = Records.release(release);
          driven.in(Topics.RELEASES).pipeInput(record.getVersion(), record, release.registeredAt());
          feed.release(
              new Record<>(record.getVersion(), record, offset++, 0, release.registeredAt()));
        });
  }

  @Override
  public CompletableFuture<Void> order(Command command, Instant at) {
    return written(
        () -> {
          RolloutCommand record = Records.command(command, at);
          driven.in(Topics.ROLLOUT_COMMANDS).pipeInput(record.getVersion(), record, at);
          tell(at);
        });
  }

  /** A run ended, and pinning has said what comes of it. */
  public synchronized void ran(RunVerdict verdict) {
    driven
        .in(Topics.RUN_VERDICTS)
        .pipeInput(verdict.getFingerprint(), verdict, verdict.getDecidedAt());
    tell(verdict.getDecidedAt());
  }

  private void tell(Instant at) {
    driven
        .out(Topics.ROLLOUT_DECISIONS)
        .readKeyValuesToList()
        .forEach(
            decided -> feed.decision(new Record<>(decided.key, decided.value, offset++, 0, at)));
    driven
        .out(Topics.VERSION_HEALTH)
        .readKeyValuesToList()
        .forEach(told -> feed.health(new Record<>(told.key, told.value, offset++, 0, at)));
  }

  private synchronized CompletableFuture<Void> written(Runnable writing) {
    if (broken) {
      return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
    }
    writing.run();
    return CompletableFuture.completedFuture(null);
  }

  /** What the autoscaler would tell. */
  public void advised(ResourceAdvice advice) {
    feed.advice(new Record<>(advice.getFingerprint(), advice, offset++, 0, advice.getAt()));
  }

  /** What the topic of pins would tell. */
  public void pin(PinnedWorkload workload) {
    pins.add(workload);
  }

  public List<PinCommand> moved() {
    return List.copyOf(moved);
  }

  @Override
  public List<PinnedWorkload> pinnedTo(EngineVersion version) {
    return pins.stream().filter(pin -> pin.version().equals(version.value())).toList();
  }

  @Override
  public CompletableFuture<Void> move(PinnedWorkload pinned, Retiring wanted) {
    return written(() -> moved.add(Records.move(pinned, wanted)));
  }

  @Override
  public boolean isRead() {
    return read;
  }

  @Override
  public void close() {
    driven.close();
  }
}
