package io.blinktwice.app.client;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
      List.of("version", "state", "predecessor", "registeredAt"),
      List.of(
          "version",
          "state",
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
  SESSION(
      "",
      List.of("session", "cluster", "version", "underWay", "steps", "lastDecisionAt"),
      List.of(
          "session",
          "workspace",
          "user",
          "run",
          "cluster",
          "version",
          "since",
          "underWay",
          "steps",
          "boundBecause",
          "lastDecisionAt",
          "gateway")),
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

  /** As people write it: in small letters, one or many. */
  static final class Named implements ITypeConverter<Thing> {
    @Override
    public Thing convert(String written) {
      String name = written.toUpperCase(Locale.ROOT);
      for (Thing thing : values()) {
        if (name.equals(thing.name()) || name.equals(thing.name() + "S")) {
          return thing;
        }
      }
      throw new TypeConversionException(
          "expected one of "
              + Stream.of(values())
                  .map(thing -> thing.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "))
              + " but was '"
              + written
              + "'");
    }
  }

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
