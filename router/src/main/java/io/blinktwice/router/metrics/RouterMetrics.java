package io.blinktwice.router.metrics;

import static io.blinktwice.runtime.metrics.Meter.counter;
import static io.blinktwice.runtime.metrics.Meter.gauge;
import static io.blinktwice.runtime.metrics.Meter.histogram;

import io.blinktwice.events.RoutingKind;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.runtime.metrics.Count;
import io.blinktwice.runtime.metrics.Distribution;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.Reading;
import java.util.List;

/** Calls, sessions, and what the gateway tells of runs. */
public final class RouterMetrics {
  /** Spark Connect's service as of 4.2; what a client makes up is counted as one. */
  private static final Label RPC =
      Label.of(
          "rpc",
          "ExecutePlan",
          "AnalyzePlan",
          "Config",
          "AddArtifacts",
          "ArtifactStatus",
          "Interrupt",
          "ReattachExecute",
          "ReleaseExecute",
          "ReleaseSession",
          "FetchErrorDetails",
          "CloneSession");

  private static final Label STATUS = Label.of("status", io.grpc.Status.Code.class);

  private static final Meter CALLS_METER =
      counter(
          "blinktwice_gateway_calls_total",
          "calls",
          "Spark Connect calls that ended, by the status that the client got.",
          RPC,
          STATUS);

  /** Pools as their clusters name them. */
  public static final Label POOL = Label.atMost(50, "pool", "pools");

  private static final Meter CALL_SECONDS_METER =
      histogram(
          "blinktwice_gateway_call_seconds",
          "From a call's first byte to its end, by what was called.",
          RPC);
  private static final Meter MESSAGE_BYTES_METER =
      counter(
          "blinktwice_gateway_message_bytes_total",
          "bytes",
          "Messages received from clients and sent to them, in calls that ended.",
          RPC,
          Label.of("direction", "received", "sent"));
  private static final Meter POOL_CALLS_METER =
      counter(
          "blinktwice_gateway_pool_calls_total",
          "calls",
          "Calls that ended and had gone to a cluster, by its pool and the status that the client"
              + " got.",
          POOL,
          STATUS);
  private static final Meter POOL_CALL_SECONDS_METER =
      histogram(
          "blinktwice_gateway_pool_call_seconds",
          "From the first byte of a call that went to a cluster to its end, by the cluster's pool.",
          POOL);
  private static final Meter POOL_CALLS_OPEN_METER =
      gauge(
          "blinktwice_gateway_pool_calls_open",
          "calls",
          "Calls under way at clusters, by their pool.",
          POOL);
  private static final Meter ROUTING_SECONDS_METER =
      histogram(
          "blinktwice_gateway_routing_seconds",
          "From a call's first message to knowing where it goes: resolve and the wait for a"
              + " cluster are in it.",
          RPC);
  private static final Meter CALLS_OPEN_METER =
      gauge("blinktwice_gateway_calls_open", "calls", "Calls under way.");
  private static final Meter SESSIONS_METER =
      gauge("blinktwice_gateway_sessions", "sessions", "Sessions that have a cluster.");
  private static final Meter ATTEMPTS_METER =
      gauge(
          "blinktwice_gateway_attempts_open",
          "attempts",
          "Attempts of runs that have a client, or had one a moment ago.");
  private static final Meter RESOLVES_METER =
      counter(
          "blinktwice_gateway_resolves_total",
          "questions",
          "Versions that the gateway asked for: answered, given without an answer, or refused because"
              + " of the client's environment.",
          Label.of("outcome", "answered", "unanswered", "refused"));
  private static final Meter RUN_EVENTS_METER =
      counter(
          "blinktwice_gateway_run_events_total",
          "events",
          "Run events that the gateway tells, by kind.",
          Label.of("kind", RunEventKind.class));
  private static final Meter RUN_EVENTS_LOST_METER =
      counter(
          "blinktwice_gateway_run_events_lost_total",
          "events",
          "Run events that could not be written: their runs have no outcome.");

  private static final Meter SECOND_TRIES_METER =
      counter(
          "blinktwice_gateway_second_tries_total",
          "reads",
          "Reads that failed before their client heard of it, by what became of them: tried again"
              + " on the same cluster or after the session moved, recovered from a lost server, or"
              + " not; isolated ones ran away and were begun again; succeeded counts those whose"
              + " client then got a result.",
          Label.of(
              "outcome",
              "moved",
              "same_cluster",
              "recovered",
              "succeeded",
              "none",
              "no_cluster",
              "move_failed",
              "stands",
              "isolated"));
  private static final Meter SIGN_INS_METER =
      counter(
          "blinktwice_gateway_sign_ins_refused_total",
          "calls",
          "Calls that were not let in: without a good credential, or without the right to run jobs.",
          Label.of("outcome", "refused", "forbidden"));
  private static final Meter WORKSPACE_REFUSALS_METER =
      counter(
          "blinktwice_gateway_workspace_refusals_total",
          "calls",
          "Calls that were refused because their workspace had as much of the gateway as it may"
              + " have, by the limit.",
          Label.of("limit", "sessions", "operations", "bytes"));
  private static final Meter SESSION_MOVES_METER =
      counter(
          "blinktwice_gateway_session_moves_total",
          "sessions",
          "Sessions whose server was lost or drained when their client called again; and those that"
              + " departed from a server that drains because nobody used them.",
          Label.of("outcome", "moved", "bound", "failed", "departed"));

  private static final Meter SESSIONS_RECOGNISED_METER =
      counter(
          "blinktwice_gateway_sessions_recognised_total",
          "sessions",
          "Sessions that declared no workload and were recognised by their first plan: placed on the"
              + " version that it gets, moved there, or staying on another one.",
          Label.of("outcome", "placed", "moved", "stays"));

  private static final Meter SESSION_RECORDS_LOST_METER =
      counter(
          "blinktwice_gateway_session_records_lost_total",
          "records",
          "Records of sessions that could not be written: after a restart those sessions cannot be"
              + " found or moved.");

  private static final Meter PLACEMENTS_METER =
      counter(
          "blinktwice_gateway_placements_total",
          "decisions",
          "Placements decided, by what was decided.",
          Label.of("kind", RoutingKind.class));
  private static final Meter PLACEMENT_SECONDS_METER =
      histogram("blinktwice_gateway_placement_seconds", "What the choice of a cluster took.");
  private static final Meter PLACEMENT_WAIT_SECONDS_METER =
      histogram(
          "blinktwice_gateway_placement_wait_seconds",
          "How long statements had waited that got a place later.");
  private static final Meter PLACEMENT_RUNAWAYS_METER =
      counter(
          "blinktwice_gateway_runaways_total",
          "statements",
          "Statements that ran away: their clusters got no interactive work meanwhile.");
  private static final Meter PLACEMENT_WAITING_METER =
      gauge("blinktwice_gateway_waiting", "statements", "Statements that wait for a place.");
  private static final Meter PLACEMENT_RECORDS_LOST_METER =
      counter(
          "blinktwice_gateway_placement_records_lost_total",
          "records",
          "Decisions and demand that could not be written; other gateways do not know of them.");

  public static final Count CALLS = Count.of(CALLS_METER);
  public static final Distribution CALL_SECONDS = Distribution.of(CALL_SECONDS_METER);
  public static final Count MESSAGE_BYTES = Count.of(MESSAGE_BYTES_METER);
  public static final Count POOL_CALLS = Count.of(POOL_CALLS_METER);
  public static final Distribution POOL_CALL_SECONDS = Distribution.of(POOL_CALL_SECONDS_METER);
  public static final Reading POOL_CALLS_OPEN = Reading.of(POOL_CALLS_OPEN_METER);
  public static final Distribution ROUTING_SECONDS = Distribution.of(ROUTING_SECONDS_METER);
  public static final Reading CALLS_OPEN = Reading.of(CALLS_OPEN_METER);
  public static final Reading SESSIONS = Reading.of(SESSIONS_METER);
  public static final Reading ATTEMPTS = Reading.of(ATTEMPTS_METER);
  public static final Count RESOLVES = Count.of(RESOLVES_METER);
  public static final Count SECOND_TRIES = Count.of(SECOND_TRIES_METER);
  public static final Count SIGN_INS = Count.of(SIGN_INS_METER);
  public static final Count WORKSPACE_REFUSALS = Count.of(WORKSPACE_REFUSALS_METER);
  public static final Count SESSION_MOVES = Count.of(SESSION_MOVES_METER);
  public static final Count SESSIONS_RECOGNISED = Count.of(SESSIONS_RECOGNISED_METER);
  public static final Count SESSION_RECORDS_LOST = Count.of(SESSION_RECORDS_LOST_METER);
  public static final Count PLACEMENTS = Count.of(PLACEMENTS_METER);
  public static final Distribution PLACEMENT_SECONDS = Distribution.of(PLACEMENT_SECONDS_METER);
  public static final Distribution PLACEMENT_WAIT_SECONDS =
      Distribution.of(PLACEMENT_WAIT_SECONDS_METER);
  public static final Count PLACEMENT_RUNAWAYS = Count.of(PLACEMENT_RUNAWAYS_METER);
  public static final Reading PLACEMENT_WAITING = Reading.of(PLACEMENT_WAITING_METER);
  public static final Count PLACEMENT_RECORDS_LOST = Count.of(PLACEMENT_RECORDS_LOST_METER);
  public static final Count RUN_EVENTS = Count.of(RUN_EVENTS_METER);
  public static final Count RUN_EVENTS_LOST = Count.of(RUN_EVENTS_LOST_METER);

  public static final List<Meter> CATALOGUE =
      List.of(
          CALLS_METER,
          CALL_SECONDS_METER,
          MESSAGE_BYTES_METER,
          POOL_CALLS_METER,
          POOL_CALL_SECONDS_METER,
          POOL_CALLS_OPEN_METER,
          ROUTING_SECONDS_METER,
          CALLS_OPEN_METER,
          SESSIONS_METER,
          ATTEMPTS_METER,
          RESOLVES_METER,
          SIGN_INS_METER,
          SECOND_TRIES_METER,
          WORKSPACE_REFUSALS_METER,
          SESSION_MOVES_METER,
          SESSIONS_RECOGNISED_METER,
          SESSION_RECORDS_LOST_METER,
          PLACEMENTS_METER,
          PLACEMENT_SECONDS_METER,
          PLACEMENT_WAIT_SECONDS_METER,
          PLACEMENT_RUNAWAYS_METER,
          PLACEMENT_WAITING_METER,
          PLACEMENT_RECORDS_LOST_METER,
          RUN_EVENTS_METER,
          RUN_EVENTS_LOST_METER);

  private RouterMetrics() {}
}
