package io.blinktwice.app.client;

import java.util.List;

/** What can be looked at, and which of its fields are worth a column. */
enum Thing {
  PIN(
      "pins,pin-events",
      List.of("workload", "version", "awayFrom", "state", "createdAt"),
      List.of(
          "workload",
          "version",
          "awayFrom",
          "state",
          "createdAt",
          "expiresAt",
          "signature",
          "ticket",
          "pin",
          "fingerprint")),
  RUN(
      "verdicts",
      List.of("run", "attempt", "version", "phase", "verdict"),
      List.of("run", "attempt", "version", "phase", "category", "verdict", "reasons")),
  RELEASE(
      "releases,rollout-decisions,version-health",
      List.of("version", "predecessor", "retired", "registeredAt"),
      List.of(
          "version",
          "predecessor",
          "engine",
          "retired",
          "retiredTo",
          "fixes",
          "registeredBy",
          "registeredAt")),
  TICKET(
      "tickets",
      List.of("ticket", "release", "state", "team", "members", "pinned", "title"),
      List.of(
          "ticket",
          "release",
          "state",
          "revision",
          "team",
          "assignee",
          "category",
          "members",
          "pinned",
          "workspaces",
          "harmedRuns",
          "firstSeen",
          "lastSeen",
          "fixedIn",
          "signature",
          "title")),
  WORKLOAD(
      "verdicts,pins,pin-events",
      List.of("workload", "version", "succeeded", "runs", "at"),
      List.of("workload", "version", "succeeded", "attempt", "runs", "at", "fingerprint")),
  ENVIRONMENT(
      "",
      List.of("version", "clientApi", "runtime", "oldestEngine", "newestEngine", "state"),
      List.of(
          "version",
          "clientApi",
          "clientType",
          "runtime",
          "oldestEngine",
          "newestEngine",
          "excludedEngines",
          "state",
          "advice",
          "registeredBy")),
  CLUSTER(
      "",
      List.of("cluster", "state", "size", "address", "since"),
      List.of(
          "cluster",
          "state",
          "size",
          "cores",
          "memoryBytes",
          "address",
          "pid",
          "exitCode",
          "loss",
          "detail",
          "since",
          "load")),
  POOL(
      "",
      List.of("pool", "mode", "objective", "ready", "starting", "minClusters", "maxClusters"),
      List.of(
          "pool",
          "wanted",
          "mode",
          "objective",
          "lateAfter",
          "ready",
          "starting",
          "draining",
          "minClusters",
          "maxClusters",
          "costCeilingPerHour",
          "sizes",
          "retired")),
  PLACEMENT(
      "",
      List.of("session", "outcome", "cluster", "latency", "queuedMillis", "at"),
      List.of(
          "session",
          "statement",
          "run",
          "outcome",
          "cluster",
          "movedFrom",
          "version",
          "latency",
          "viewAgeMillis",
          "queuedMillis",
          "gateway",
          "at")),
  QUEUE(
      "",
      List.of("session", "version", "latency", "coreSeconds", "waitedMillis", "why"),
      List.of(
          "session",
          "statement",
          "workspace",
          "version",
          "latency",
          "coreSeconds",
          "since",
          "waitedMillis",
          "gateway",
          "why"));

  private final String events;
  private final List<String> columns;
  private final List<String> wide;

  Thing(String events, List<String> columns, List<String> wide) {
    this.events = events;
    this.columns = columns;
    this.wide = wide;
  }

  /** The types of events that tell of it, as the API names them; none if empty. */
  String events() {
    return events;
  }

  List<String> columns() {
    return columns;
  }

  List<String> wideColumns() {
    return wide;
  }
}
