package io.blinktwice.soak;

import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.TopicSetup;
import io.blinktwice.schemas.Topics;
import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All processes of a soak, brought up in order; closing it leaves none behind. */
final class Stage implements AutoCloseable {
  private static final Duration FLEET_WRITTEN_WITHIN = Duration.ofSeconds(60);

  private final Cast cast;
  private final List<RunningProgram> backbone = new ArrayList<>();
  private final List<RunningProgram> brokers = new ArrayList<>();
  private final List<RunningProgram> instances = new ArrayList<>();
  private boolean closed;

  Stage(Cast cast) {
    this.cast = cast;
  }

  void open(Build build) throws IOException, SoakFailed, InterruptedException {
    started(backbone, cast.registry());
    for (int node = 1; node <= cast.brokers(); node++) {
      started(brokers, cast.broker(node));
    }
    awaitReady(backbone);
    awaitReady(brokers);
    TopicSetup.ensure(cast.kafka(), SoakPlan.PARTITIONS, (short) cast.brokers());
    writeFleet();
    for (int number = 1; number <= Cast.INSTANCES; number++) {
      started(instances, cast.instance(number, build));
    }
    awaitReady(instances);
  }

  private synchronized void started(List<RunningProgram> group, Program program)
      throws IOException, SoakFailed {
    if (closed) {
      throw new SoakFailed("the soak was stopped while it started");
    }
    RunningProgram running = new RunningProgram(program);
    group.add(running);
    running.start();
  }

  private static void awaitReady(List<RunningProgram> group)
      throws SoakFailed, InterruptedException {
    for (RunningProgram program : group) {
      program.awaitReady();
    }
  }

  /** Two versions, the older one stable: what a failed run falls back to. */
  private void writeFleet() throws SoakFailed, InterruptedException {
    Instant now = Instant.now();
    String stable = Records.STABLE.value();
    String release = Records.RELEASE.value();
    try (EventPublisher publisher = new EventPublisher(cast.kafka(), "blinktwice/soak-fleet")) {
      CompletableFuture.allOf(
              publisher.publish(
                  Topics.RELEASES, stable, Records.release(Records.STABLE, now), "soak-1", now),
              publisher.publish(
                  Topics.RELEASES, release, Records.release(Records.RELEASE, now), "soak-2", now),
              publisher.publish(
                  Topics.ROLLOUT_DECISIONS,
                  stable,
                  Records.promoted(Records.STABLE, now),
                  "soak-3",
                  now))
          .get(FLEET_WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new SoakFailed("the fleet could not be written: " + e);
    }
  }

  RunningProgram registry() {
    return backbone.getFirst();
  }

  RunningProgram broker(int node) {
    return brokers.get(node - 1);
  }

  RunningProgram instance(int number) {
    return instances.get(number - 1);
  }

  /** But for what was taken away on purpose. */
  boolean isReady() throws InterruptedException {
    for (RunningProgram program : all()) {
      if (!program.isAway() && !program.isReady()) {
        return false;
      }
    }
    return true;
  }

  /** What ended unasked is a finding, and is started again so that the soak goes on. */
  void mendWhatEnded(Observations observations) throws IOException {
    for (RunningProgram program : all()) {
      if (!program.isAway() && !program.isAlive()) {
        observations.violated(
            new Violation(Kind.DIED, program.name(), "ended without having been disturbed"));
        program.start();
      }
    }
  }

  private synchronized List<RunningProgram> all() {
    List<RunningProgram> all = new ArrayList<>(backbone);
    all.addAll(brokers);
    all.addAll(instances);
    return all;
  }

  /** The instances only: their stores are then at rest. */
  void stopInstances() {
    instances.forEach(RunningProgram::close);
  }

  @Override
  public void close() {
    List<RunningProgram> started;
    synchronized (this) {
      closed = true;
      started = all();
    }
    started.reversed().forEach(RunningProgram::close);
  }
}
