package io.blinktwice.schemas;

import io.blinktwice.events.Audit;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.Release;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.schemas.Topic.Keep;
import io.blinktwice.schemas.Topic.Spread;
import java.time.Duration;
import java.util.List;

/** Every topic there is. */
public final class Topics {
  private static final Keep NEWEST = new Keep.Newest();
  private static final Keep A_WEEK = new Keep.All(Duration.ofDays(7));
  private static final Keep A_YEAR = new Keep.All(Duration.ofDays(365));
  private static final Keep A_YEAR_THEN_NEWEST = new Keep.AllThenNewest(Duration.ofDays(365));

  /** A letter holds a whole record of any other topic, its key twice, and what was wrong. */
  private static final int A_LETTER = 4 << 20;

  public static final Topic<RunEvent> RUN_EVENTS =
      new Topic<>(
          "run-events", "fingerprint", RunEvent.class, Spread.BY_WORKLOAD, A_WEEK, "router");
  public static final Topic<FailureClassification> FAILURE_CLASSIFICATIONS =
      new Topic<>(
          "failure-classifications",
          "fingerprint",
          FailureClassification.class,
          Spread.BY_WORKLOAD,
          A_WEEK,
          "classifier");
  public static final Topic<RunVerdict> RUN_VERDICTS =
      new Topic<>(
          "run-verdicts", "fingerprint", RunVerdict.class, Spread.BY_WORKLOAD, A_WEEK, "pinning");
  public static final Topic<Pin> PINS =
      new Topic<>("pins", "fingerprint", Pin.class, Spread.BY_WORKLOAD, NEWEST, "pinning");
  public static final Topic<PinEvent> PIN_EVENTS =
      new Topic<>(
          "pin-events", "fingerprint", PinEvent.class, Spread.BY_WORKLOAD, A_YEAR, "pinning");
  public static final Topic<PinCommand> PIN_COMMANDS =
      new Topic<>(
          "pin-commands", "fingerprint", PinCommand.class, Spread.BY_WORKLOAD, A_WEEK, "api");
  public static final Topic<Release> RELEASES =
      new Topic<>("releases", "version", Release.class, Spread.TOTAL_ORDER, NEWEST, "api");
  public static final Topic<RolloutCommand> ROLLOUT_COMMANDS =
      new Topic<>(
          "rollout-commands", "version", RolloutCommand.class, Spread.TOTAL_ORDER, A_WEEK, "api");
  public static final Topic<RolloutDecision> ROLLOUT_DECISIONS =
      new Topic<>(
          "rollout-decisions",
          "version",
          RolloutDecision.class,
          Spread.TOTAL_ORDER,
          A_YEAR_THEN_NEWEST,
          "rollout");
  public static final Topic<ClusterLifecycle> CLUSTER_LIFECYCLE =
      new Topic<>(
          "cluster-lifecycle",
          "cluster",
          ClusterLifecycle.class,
          Spread.TOTAL_ORDER,
          NEWEST,
          "pool");
  public static final Topic<DeadLetter> DEAD_LETTERS =
      new Topic<>(
          "dead-letters",
          "as in the source",
          DeadLetter.class,
          Spread.BY_WORKLOAD,
          A_YEAR,
          "every role",
          A_LETTER);

  public static final Topic<Audit> AUDIT =
      new Topic<>("audit", "actor", Audit.class, Spread.TOTAL_ORDER, A_YEAR, "api");

  public static final List<Topic<?>> ALL =
      List.of(
          RUN_EVENTS,
          FAILURE_CLASSIFICATIONS,
          RUN_VERDICTS,
          PINS,
          PIN_EVENTS,
          PIN_COMMANDS,
          RELEASES,
          ROLLOUT_COMMANDS,
          ROLLOUT_DECISIONS,
          CLUSTER_LIFECYCLE,
          DEAD_LETTERS,
          AUDIT);

  private Topics() {}
}
