package io.blinktwice.app.demo;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinState;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the system's own topics, so that the story is checked against what was really written. What
 * simulated workloads do is not kept: they are in workspaces of their own.
 */
final class Witness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MOST_SHOWN = 60;
  private static final String WORKSPACE = WorkspaceId.DEFAULT.value();

  private final List<SpecificRecord> seen = new ArrayList<>();
  private final List<TopicView<?>> views = new ArrayList<>();

  Witness(KafkaConnection connection) {
    follow(connection, Topics.RUN_EVENTS);
    follow(connection, Topics.FAILURE_CLASSIFICATIONS);
    follow(connection, Topics.RUN_VERDICTS);
    follow(connection, Topics.PINS);
    follow(connection, Topics.PIN_EVENTS);
    follow(connection, Topics.ROLLOUT_DECISIONS);
    follow(connection, Topics.CLUSTER_LIFECYCLE);
    follow(connection, Topics.SCALING_DECISIONS);
    follow(connection, Topics.ROUTING_DECISIONS);
  }

  private <V extends SpecificRecord> void follow(KafkaConnection connection, Topic<V> topic) {
    views.add(TopicView.follow(connection, topic, "demo", this::remember));
  }

  private synchronized void remember(TopicView.Record<? extends SpecificRecord> record) {
    SpecificRecord value = record.value();
    if (value != null && isOfTheStory(value)) {
      seen.add(value);
      notifyAll();
    }
  }

  RunEvent event(String run, int attempt, RunEventKind kind)
      throws DemoFailed, InterruptedException {
    return await(
        RunEvent.class,
        event ->
            event.getRunId().equals(run)
                && event.getAttempt() == attempt
                && event.getKind() == kind,
        kind + " of attempt " + attempt + " of " + run + " on topic run-events");
  }

  FailureClassification classification(String run, int attempt)
      throws DemoFailed, InterruptedException {
    return await(
        FailureClassification.class,
        said -> said.getRunId().equals(run) && said.getAttempt() == attempt,
        "a classification of attempt " + attempt + " of " + run);
  }

  RunVerdict verdict(String run, int attempt) throws DemoFailed, InterruptedException {
    return await(
        RunVerdict.class,
        verdict -> verdict.getRunId().equals(run) && verdict.getAttempt() == attempt,
        "a verdict on attempt " + attempt + " of " + run + " on topic run-verdicts");
  }

  Pin pin(String workload) throws DemoFailed, InterruptedException {
    return await(
        Pin.class,
        pin -> pin.getWorkload().equals(workload) && pin.getState() != PinState.ENDED,
        "a pin of " + workload + " on topic pins");
  }

  /** The end of this pin, for this reason. */
  PinEvent ended(Pin pin, PinEnding how) throws DemoFailed, InterruptedException {
    return await(
        PinEvent.class,
        event ->
            event.getPin().getPinId().equals(pin.getPinId())
                && event.getKind() == PinEventKind.RELEASED
                && event.getEnding() == how,
        "the pin of %s to end as %s, on topic pin-events".formatted(pin.getWorkload(), how));
  }

  /** What the judge, or a person, decided of a roll-out. */
  RolloutDecision decision(EngineVersion version, Predicate<RolloutDecision> wanted, String what)
      throws DemoFailed, InterruptedException {
    return await(
        RolloutDecision.class,
        decision -> decision.getVersion().equals(version.value()) && wanted.test(decision),
        what + " on topic rollout-decisions");
  }

  /** A cluster that has come so far. */
  ClusterLifecycle cluster(Predicate<ClusterLifecycle> wanted, String what)
      throws DemoFailed, InterruptedException {
    return await(ClusterLifecycle.class, wanted, what + " on topic cluster-lifecycle");
  }

  /** A decision about the pool. */
  ScalingDecision scaling(Predicate<ScalingDecision> wanted, String what)
      throws DemoFailed, InterruptedException {
    return await(ScalingDecision.class, wanted, what + " on topic scaling-decisions");
  }

  /** A decision about where a session or a statement goes. */
  RoutingDecision placement(Predicate<RoutingDecision> wanted, String what)
      throws DemoFailed, InterruptedException {
    return await(RoutingDecision.class, wanted, what + " on topic routing-decisions");
  }

  /** Most Spark servers that were alive at the same time. */
  synchronized int mostServers() {
    Set<String> alive = new HashSet<>();
    int most = 0;
    for (SpecificRecord record : seen) {
      if (record instanceof ClusterLifecycle life) {
        switch (life.getState()) {
          case STARTING, READY, DRAINING -> alive.add(life.getCluster());
          case GONE -> alive.remove(life.getCluster());
          case REQUESTED, UNKNOWN -> {}
        }
        most = Math.max(most, alive.size());
      }
    }
    return most;
  }

  private synchronized <V extends SpecificRecord> V await(
      Class<V> type, Predicate<V> wanted, String what) throws DemoFailed, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (SpecificRecord record : seen) {
        if (type.isInstance(record) && wanted.test(type.cast(record))) {
          return type.cast(record);
        }
      }
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new DemoFailed("expected: " + what + "\n    seen: " + summary());
      }
      wait(leftMillis);
    }
  }

  /** The newest events, for a story that went wrong; of simulated workloads none. */
  synchronized String summary() {
    List<String> lines =
        seen.stream().filter(Witness::isOfTheStory).map(Witness::line).distinct().toList();
    return lines.subList(Math.max(0, lines.size() - MOST_SHOWN), lines.size()).stream()
        .reduce("", (all, line) -> all + "\n      " + line);
  }

  private static boolean isOfTheStory(SpecificRecord record) {
    return switch (record) {
      case RunEvent event -> event.getWorkspace().equals(WORKSPACE);
      case FailureClassification said -> said.getWorkspace().equals(WORKSPACE);
      case RunVerdict verdict -> verdict.getWorkspace().equals(WORKSPACE);
      case Pin pin -> pin.getWorkspace().equals(WORKSPACE);
      case PinEvent event -> event.getPin().getWorkspace().equals(WORKSPACE);
      default -> true;
    };
  }

  private static String line(SpecificRecord record) {
    return switch (record) {
      case RunEvent event ->
          "run-events: %s %s#%d %s on %s"
              .formatted(
                  event.getWorkload(),
                  event.getRunId(),
                  event.getAttempt(),
                  event.getKind(),
                  event.getEngineVersion());
      case FailureClassification said ->
          "failure-classifications: %s#%d %s"
              .formatted(said.getRunId(), said.getAttempt(), said.getCategory());
      case RunVerdict verdict ->
          "run-verdicts: %s#%d %s %s"
              .formatted(
                  verdict.getRunId(),
                  verdict.getAttempt(),
                  verdict.getAction(),
                  verdict.getReasons().getFirst().getSentence());
      case Pin pin -> "pins: %s on %s".formatted(pin.getWorkload(), pin.getVersion());
      case PinEvent event ->
          "pin-events: %s of %s %s"
              .formatted(event.getKind(), event.getPin().getWorkload(), event.getEnding());
      case RolloutDecision decision ->
          "rollout-decisions: %s %s at %s: %s"
              .formatted(
                  decision.getVersion(),
                  decision.getState(),
                  decision.getShare(),
                  decision.getReasons().getFirst().getSentence());
      case ClusterLifecycle life ->
          "cluster-lifecycle: %s %s %s"
              .formatted(life.getCluster(), life.getState(), life.getDetail());
      case ScalingDecision decision ->
          "scaling-decisions: %s %s %s, %d to %d"
              .formatted(
                  decision.getAction(),
                  decision.getEngineVersion(),
                  decision.getSize(),
                  decision.getCount(),
                  decision.getTarget());
      case RoutingDecision decision ->
          "routing-decisions: %s %s on %s"
              .formatted(decision.getRunId(), decision.getKind(), decision.getCluster());
      default -> record.getSchema().getName();
    };
  }

  @Override
  public void close() {
    views.forEach(TopicView::close);
  }
}
