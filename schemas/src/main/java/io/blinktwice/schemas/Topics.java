package io.blinktwice.schemas;

import io.blinktwice.events.Audit;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.DeadLetter;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.Environment;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.Operation;
import io.blinktwice.events.OperationMetrics;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.Pool;
import io.blinktwice.events.Release;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RetryLabel;
import io.blinktwice.events.RolloutCommand;
import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketCommand;
import io.blinktwice.events.VersionHealth;
import io.blinktwice.schemas.Topic.Keep;
import io.blinktwice.schemas.Topic.Spread;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Every topic there is. */
public final class Topics {
  private static final String FINGERPRINT = "fingerprint";
  private static final Keep NEWEST = new Keep.Newest();
  private static final Keep NEWEST_FOR_AN_HOUR = new Keep.NewestFor(Duration.ofHours(1));
  private static final Keep NEWEST_FOR_A_WEEK = new Keep.NewestFor(Duration.ofDays(7));
  private static final Keep A_DAY = new Keep.All(Duration.ofDays(1));
  private static final Keep A_WEEK = new Keep.All(Duration.ofDays(7));
  private static final Keep A_MONTH = new Keep.All(Duration.ofDays(30));
  private static final Keep A_YEAR = new Keep.All(Duration.ofDays(365));
  private static final Keep A_YEAR_THEN_NEWEST = new Keep.AllThenNewest(Duration.ofDays(365));

  /** A letter holds a whole record of any other topic, its key twice, and what was wrong. */
  private static final int A_LETTER = 4 << 20;

  public static final Topic<RunEvent> RUN_EVENTS =
      ofWorkloads("run-events", RunEvent.class, A_WEEK, "router")
          .readBy(
              List.of("classifier", "pinning", "rollout", "autoscaler", "router"),
              "What happens to runs: started, succeeded, failed, killed, and with what error.");
  public static final Topic<FailureClassification> FAILURE_CLASSIFICATIONS =
      ofWorkloads("failure-classifications", FailureClassification.class, A_WEEK, "classifier")
          .readBy(
              List.of("pinning", "rollout", "autoscaler"),
              "Whose failure it was; a user's own classifier writes it instead of ours.");
  public static final Topic<RunVerdict> RUN_VERDICTS =
      ofWorkloads("run-verdicts", RunVerdict.class, A_WEEK, "pinning")
          .readBy(
              List.of("schedulers", "router", "rollout", "api"),
              "What to do next with a run whose attempt has ended, and why.");
  public static final Topic<Pin> PINS =
      ofWorkloads("pins", Pin.class, NEWEST, "pinning")
          .readBy(
              List.of("api", "router", "rollout", "autoscaler"),
              "Which workloads are held on which version.");
  public static final Topic<PinEvent> PIN_EVENTS =
      ofWorkloads("pin-events", PinEvent.class, A_YEAR, "pinning")
          .readBy(
              List.of("api", "rollout", "notifications", "pinning"),
              "How each pin came, was probed, was extended and went.");
  public static final Topic<PinCommand> PIN_COMMANDS =
      ofWorkloads("pin-commands", PinCommand.class, A_WEEK, "api")
          .readBy(List.of("pinning"), "What people and resolved tickets want of pins.");
  public static final Topic<Ticket> TICKETS =
      new Topic<>("tickets", "ticket id", Ticket.class, Spread.BY_KEY, NEWEST, "pinning")
          .readBy(
              List.of("api", "rollout", "notifications", "pinning"),
              "One piece of work for each failure signature on a release.");
  public static final Topic<TicketCommand> TICKET_COMMANDS =
      new Topic<>("ticket-commands", "ticket id", TicketCommand.class, Spread.BY_KEY, A_WEEK, "api")
          .readBy(List.of("pinning"), "What people and ticket systems want of tickets.");
  public static final Topic<Enrichment> ENRICHMENT =
      new Topic<>(
              "enrichment",
              "ticket id",
              Enrichment.class,
              Spread.BY_KEY,
              A_MONTH,
              "pinning, collectors, classifier")
          .readBy(
              List.of("pinning", "collectors", "classifier"),
              "Requests to collect what explains a failure, what was found, and whose desk it"
                  + " points to.");
  public static final Topic<RetryLabel> RETRY_LABELS =
      ofWorkloads("retry-labels", RetryLabel.class, NEWEST, "pinning")
          .readBy(
              List.of("classifier"),
              "What retries proved about failures, for the classifier to learn from.");
  public static final Topic<Environment> ENVIRONMENTS =
      new Topic<>(
              "environments",
              "environment version",
              Environment.class,
              Spread.TOTAL_ORDER,
              NEWEST,
              "api")
          .readBy(
              List.of("pinning", "router"),
              "Client environments, and the engines that each can talk to.");
  public static final Topic<SessionJournalEntry> SESSION_JOURNAL =
      new Topic<>(
              "session-journal",
              "session id, user's hash, sequence and part",
              SessionJournalEntry.class,
              Spread.BY_KEY,
              NEWEST,
              "router")
          .readBy(
              List.of("router", "api"),
              "What rebuilds a session on another cluster or engine version, and where each lives.");
  public static final Topic<Operation> OPERATIONS =
      new Topic<>(
              "operations",
              "operation id",
              Operation.class,
              Spread.BY_KEY,
              NEWEST_FOR_A_WEEK,
              "router")
          .readBy(
              List.of("router"),
              "Planned, and written by nobody yet: where a running operation is, so that a client can"
                  + " reattach through any gateway.");
  public static final Topic<OperationMetrics> OPERATION_METRICS =
      new Topic<>(
              "operation-metrics",
              "operation id",
              OperationMetrics.class,
              Spread.BY_KEY,
              A_DAY,
              "pool")
          .readBy(
              List.of("router", "api"),
              "What each operation used, for whoever tells of the run that it was part of.");
  public static final Topic<Release> RELEASES =
      new Topic<>("releases", "version", Release.class, Spread.TOTAL_ORDER, NEWEST, "api")
          .readBy(
              List.of("pinning", "rollout", "pool", "router", "autoscaler", "classifier"),
              "The catalogue of engine versions, as people describe them.");
  public static final Topic<Pool> POOLS =
      new Topic<>("pools", "pool", Pool.class, Spread.TOTAL_ORDER, NEWEST, "api, pool")
          .readBy(
              List.of("autoscaler", "pinning", "router", "pool"),
              "What is wanted of each pool: objective, bounds, cost ceiling; and its sizes.");
  public static final Topic<RolloutCommand> ROLLOUT_COMMANDS =
      new Topic<>(
              "rollout-commands",
              "version",
              RolloutCommand.class,
              Spread.TOTAL_ORDER,
              A_WEEK,
              "api")
          .readBy(List.of("rollout"), "What people want of roll-outs.");
  public static final Topic<VersionHealth> VERSION_HEALTH =
      new Topic<>(
              "version-health",
              "version",
              VersionHealth.class,
              Spread.TOTAL_ORDER,
              NEWEST,
              "rollout")
          .readBy(
              List.of("api", "roll-out controllers"),
              "How each engine version fares in the fleet, by wave.");
  public static final Topic<RolloutDecision> ROLLOUT_DECISIONS =
      new Topic<>(
              "rollout-decisions",
              "version",
              RolloutDecision.class,
              Spread.TOTAL_ORDER,
              A_YEAR_THEN_NEWEST,
              "rollout")
          .readBy(
              List.of("pinning", "autoscaler", "api", "roll-out controllers"),
              "Where each roll-out stands; an offset in it is the epoch that resolve answers"
                  + " with.");
  public static final Topic<ClusterUtilization> CLUSTER_UTILIZATION =
      new Topic<>(
              "cluster-utilization",
              "cluster",
              ClusterUtilization.class,
              Spread.BY_KEY,
              NEWEST_FOR_AN_HOUR,
              "pool")
          .readBy(List.of("router", "autoscaler", "api"), "What each cluster does at the moment.");
  public static final Topic<ClusterLifecycle> CLUSTER_LIFECYCLE =
      new Topic<>(
              "cluster-lifecycle",
              "cluster",
              ClusterLifecycle.class,
              Spread.TOTAL_ORDER,
              NEWEST,
              "pool")
          .readBy(
              List.of("router", "autoscaler", "classifier", "pool", "api"),
              "Where each cluster is in its life, and how it ended.");
  public static final Topic<RoutingDecision> ROUTING_DECISIONS =
      new Topic<>(
              "routing-decisions",
              "session id",
              RoutingDecision.class,
              Spread.BY_KEY,
              A_WEEK,
              "router")
          .readBy(
              List.of("router", "autoscaler", "api"),
              "Which cluster a session or operation was given, and why.");
  public static final Topic<PlacementDemand> PLACEMENT_DEMAND =
      new Topic<>("placement-demand", "pool", PlacementDemand.class, Spread.BY_KEY, A_DAY, "router")
          .readBy(List.of("autoscaler", "api"), "Work that waits for a place.");
  public static final Topic<ScalingDecision> SCALING_DECISIONS =
      new Topic<>(
              "scaling-decisions",
              "pool",
              ScalingDecision.class,
              Spread.TOTAL_ORDER,
              A_MONTH,
              "autoscaler, api")
          .readBy(List.of("pool", "api"), "How pools are to change, and why.");
  public static final Topic<ResourceAdvice> RESOURCE_ADVICE =
      ofWorkloads("resource-advice", ResourceAdvice.class, NEWEST, "autoscaler")
          .readBy(
              List.of("pinning", "router", "rollout"),
              "Memory and parallelism that each workload should get next.");
  public static final Topic<DeadLetter> DEAD_LETTERS =
      new Topic<>(
              "dead-letters",
              "as in the source",
              DeadLetter.class,
              Spread.BY_WORKLOAD,
              A_YEAR,
              "every role",
              A_LETTER)
          .readBy(List.of("operators", "api"), "Records that could not be used, whole, and why.");

  public static final Topic<Audit> AUDIT =
      new Topic<>("audit", "actor", Audit.class, Spread.TOTAL_ORDER, A_YEAR, "api")
          .readBy(List.of("api"), "Every change made by a person or an API key.");

  public static final List<Topic<?>> ALL =
      List.of(
          RUN_EVENTS,
          FAILURE_CLASSIFICATIONS,
          RUN_VERDICTS,
          PINS,
          PIN_EVENTS,
          PIN_COMMANDS,
          TICKETS,
          TICKET_COMMANDS,
          ENRICHMENT,
          RETRY_LABELS,
          ENVIRONMENTS,
          SESSION_JOURNAL,
          OPERATIONS,
          OPERATION_METRICS,
          RELEASES,
          POOLS,
          ROLLOUT_COMMANDS,
          VERSION_HEALTH,
          ROLLOUT_DECISIONS,
          CLUSTER_UTILIZATION,
          CLUSTER_LIFECYCLE,
          ROUTING_DECISIONS,
          PLACEMENT_DEMAND,
          SCALING_DECISIONS,
          RESOURCE_ADVICE,
          DEAD_LETTERS,
          AUDIT);

  private Topics() {}

  private static <V extends SpecificRecord> Topic<V> ofWorkloads(
      String name, Class<V> value, Keep keep, String owner) {
    return new Topic<>(name, FINGERPRINT, value, Spread.BY_WORKLOAD, keep, owner);
  }
}
