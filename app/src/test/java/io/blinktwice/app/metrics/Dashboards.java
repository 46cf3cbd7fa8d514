package io.blinktwice.app.metrics;

import io.blinktwice.app.metrics.Dashboard.Form;
import io.blinktwice.app.metrics.Dashboard.Panel;
import io.blinktwice.app.metrics.Dashboard.Query;
import io.blinktwice.app.metrics.Dashboard.Row;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Meter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Grafana's pages: an overview that a person arranged, and one for each group of the catalogue,
 * with a panel for each of its metrics.
 */
final class Dashboards {
  /** Which groups are on which page, by the page's id. */
  private static final Map<String, Set<String>> PAGES = new LinkedHashMap<>();

  static {
    PAGES.put("classifier", Set.of("Classifier"));
    PAGES.put("pinning", Set.of("Pinning and resolve"));
    PAGES.put("rollouts", Set.of("Roll-outs"));
    PAGES.put("gateway", Set.of("Gateway"));
    PAGES.put("scaling", Set.of("Scaling and advice"));
    PAGES.put("pool", Set.of("Spark servers (the pool's own page)"));
    PAGES.put(
        "processes", Set.of("Every service", "Kafka clients and state stores", "The process"));
  }

  /** Gauges of which each process has its own part; of the others all know the same. */
  private static final Set<String> PARTS =
      Set.of(
          "blinktwice_gateway_calls_open",
          "blinktwice_gateway_sessions",
          "blinktwice_gateway_attempts_open",
          "blinktwice_gateway_waiting",
          "blinktwice_pool_clusters",
          "blinktwice_pool_reports_dropped",
          "blinktwice_stream_threads_alive",
          "blinktwice_stream_tasks_restoring",
          "blinktwice_stream_restore_records_per_second");

  /** Where the lowest says it. */
  private static final Set<String> LOWEST =
      Set.of("blinktwice_part_ready", "blinktwice_state_disk_free_bytes");

  private static final String HERE = "{instance=~\"$instance\"}";

  private Dashboards() {}

  static List<Dashboard> all() {
    List<Dashboard> all = new ArrayList<>(List.of(overview()));
    PAGES.forEach(
        (id, titles) -> {
          List<EveryMetric.Group> groups =
              EveryMetric.GROUPS.stream().filter(group -> titles.contains(group.title())).toList();
          if (groups.size() != titles.size()) {
            throw new IllegalStateException("the catalogue has not all groups of " + titles);
          }
          all.add(
              new Dashboard(
                  "blinktwice-" + id,
                  "Blinktwice / " + id,
                  "Every metric of: "
                      + groups.stream()
                          .map(EveryMetric.Group::title)
                          .collect(Collectors.joining(", "))
                      + ".",
                  groups.stream().map(Dashboards::row).toList()));
        });
    return all;
  }

  private static Row row(EveryMetric.Group group) {
    return new Row(group.title(), group.meters().stream().map(Dashboards::panel).toList());
  }

  private static Panel panel(Meter meter) {
    String title =
        meter
            .name()
            .replaceFirst("^blinktwice_", "")
            .replaceFirst("_(total|seconds|bytes|seconds_total)$", "")
            .replace('_', ' ');
    return new Panel(title, Form.LINES, unit(meter), meter.meaning(), queries(meter));
  }

  private static List<Query> queries(Meter meter) {
    String labels = meter.labels().stream().map(Label::name).collect(Collectors.joining(", "));
    String by = labels.isEmpty() ? "" : " by (" + labels + ")";
    String legend =
        meter.labels().isEmpty()
            ? ""
            : meter.labels().stream()
                .map(label -> "{{" + label.name() + "}}")
                .collect(Collectors.joining(" "));
    return switch (meter.kind()) {
      case COUNTER ->
          List.of(
              new Query(
                  "sum%s(rate(%s%s[$__rate_interval])) > 0".formatted(by, meter.name(), HERE),
                  legend));
      case GAUGE ->
          List.of(new Query(aggregate(meter) + by + "(" + meter.name() + HERE + ")", legend));
      case HISTOGRAM -> List.of(quantile(meter.name(), 0.5), quantile(meter.name(), 0.99));
    };
  }

  private static String aggregate(Meter meter) {
    if (PARTS.contains(meter.name())) {
      return "sum";
    }
    return LOWEST.contains(meter.name()) ? "min" : "max";
  }

  private static Query quantile(String histogram, double share) {
    return new Query(
        "histogram_quantile(%s, sum by (le) (rate(%s_bucket%s[$__rate_interval])))"
            .formatted(share, histogram, HERE),
        "p" + Math.round(share * 100));
  }

  private static String unit(Meter meter) {
    return switch (meter.unit()) {
      case "seconds" -> meter.kind() == Meter.Kind.COUNTER ? "percentunit" : "s";
      case "milliseconds" -> "ms";
      case "hours" -> "h";
      case "bytes" -> "bytes";
      case "ratio" -> "percentunit";
      default -> meter.kind() == Meter.Kind.COUNTER ? "ops" : "short";
    };
  }

  private static Dashboard overview() {
    return new Dashboard(
        "blinktwice-overview",
        "Blinktwice / overview",
        "Is it there, do its users feel it, do roll-outs go well, is there room.",
        List.of(isItThere(), whatUsersFeel(), rollouts(), room()));
  }

  private static Row isItThere() {
    return new Row(
        "Is it there",
        List.of(
            number(
                "parts not ready",
                "Streams and views that do not work now.",
                "count(min by (part) (blinktwice_part_ready) < 1) or vector(0)"),
            number(
                "alarms",
                "Alerts of deploy/alerts that fire; each has a runbook.",
                "count(ALERTS{alertname=~\"Blinktwice.*\", alertstate=\"firing\"}) or vector(0)"),
            number(
                "dead letters in a day",
                "Records that were set aside within a day.",
                "sum(increase(blinktwice_dead_letters_total[1d]))"),
            number(
                "workloads pinned",
                "Workloads that are held on a version.",
                "sum(max by (origin) (blinktwice_pins_active))"),
            ratio(
                "upgrades without a failure that a user saw",
                "Upgrade success rate.",
                "max(blinktwice_upgrade_success_ratio)"),
            number(
                "versions alive",
                "Versions that ran something within a day.",
                "max(blinktwice_versions_alive)")));
  }

  private static Row whatUsersFeel() {
    return new Row(
        "What users feel",
        List.of(
            lines(
                "resolve",
                "s",
                "How long resolve takes to find an answer.",
                quantile("blinktwice_resolve_seconds", 0.5),
                quantile("blinktwice_resolve_seconds", 0.99)),
            lines(
                "verdicts",
                "s",
                "From the record that decided an attempt to its verdict.",
                quantile("blinktwice_verdict_latency_seconds", 0.5),
                quantile("blinktwice_verdict_latency_seconds", 0.99)),
            lines(
                "answers without resolve",
                "percentunit",
                "Share of the gateway's questions for a version that nobody answered in time.",
                new Query(
                    "sum(rate(blinktwice_gateway_resolves_total{outcome=\"unanswered\"}[$__rate_interval]))"
                        + " / sum(rate(blinktwice_gateway_resolves_total[$__rate_interval]))",
                    "")),
            lines(
                "ends of runs",
                "ops",
                "Run events that the gateway tells.",
                by("blinktwice_gateway_run_events_total", "kind")),
            lines(
                "failures nobody saw",
                "ops",
                "Reads that failed and were tried again inside the call.",
                by("blinktwice_gateway_second_tries_total", "outcome")),
            lines(
                "failures, whose",
                "ops",
                "Failed attempts by category.",
                by("blinktwice_classifications_total", "category"))));
  }

  private static Row rollouts() {
    return new Row(
        "Roll-outs and pins",
        List.of(
            lines(
                "share of the fleet",
                "percentunit",
                "Share that each release is let onto.",
                new Query("max by (version) (blinktwice_rollout_share)", "{{version}}")),
            lines(
                "bets against a release",
                "short",
                "A roll-out is paused at 104 unless budgeted otherwise.",
                new Query("max by (version) (blinktwice_rollout_wealth)", "{{version}}")),
            lines(
                "harmed workloads",
                "short",
                "Failed on a release, succeeded at once on the one before.",
                new Query("max by (version) (blinktwice_rollout_harmed)", "{{version}}")),
            lines(
                "pins made and ended in an hour",
                "short",
                "By who made them.",
                new Query(
                    "sum by (origin) (increase(blinktwice_pins_made_total[1h]))",
                    "made: {{origin}}"),
                new Query(
                    "-sum by (origin) (increase(blinktwice_pins_released_total[1h]))",
                    "ended: {{origin}}")),
            lines(
                "verdicts",
                "ops",
                "What is to be done after attempts.",
                by("blinktwice_verdicts_total", "action")),
            lines(
                "success by version",
                "percentunit",
                "Share of runs without a failure by it that a user saw.",
                new Query("max by (version) (blinktwice_version_success_ratio)", "{{version}}"))));
  }

  private static Row room() {
    return new Row(
        "Is there room",
        List.of(
            lines(
                "records behind",
                "short",
                "How far the slowest partition of each role is behind.",
                new Query("max by (role) (blinktwice_consumer_lag_max_records)", "{{role}}")),
            lines(
                "Spark servers",
                "short",
                "By version and state.",
                new Query(
                    "sum by (version, state) (blinktwice_pool_clusters) > 0",
                    "{{version}} {{state}}"),
                new Query("max by (pool) (blinktwice_scaling_target)", "wanted in {{pool}}")),
            lines(
                "statements that wait",
                "short",
                "Statements that wait for a place.",
                new Query("sum(blinktwice_gateway_waiting)", "")),
            lines(
                "heap",
                "percentunit",
                "Used of what it may grow to.",
                new Query(
                    "max by (instance) (blinktwice_jvm_memory_used_bytes{area=\"heap\"} / ignoring(area) blinktwice_jvm_heap_max_bytes)",
                    "{{instance}}")),
            lines(
                "stores",
                "bytes",
                "Of each role, on disk.",
                new Query("sum by (role) (blinktwice_rocksdb_table_files_bytes)", "{{role}}")),
            lines(
                "room on disk",
                "bytes",
                "On the file system of the state directory.",
                new Query(
                    "min by (instance) (blinktwice_state_disk_free_bytes)", "{{instance}}"))));
  }

  private static Query by(String counter, String label) {
    return new Query(
        "sum by (%s) (rate(%s[$__rate_interval])) > 0".formatted(label, counter),
        "{{" + label + "}}");
  }

  private static Panel number(String title, String meaning, String expression) {
    return new Panel(title, Form.NUMBER, "short", meaning, List.of(new Query(expression, "")));
  }

  private static Panel ratio(String title, String meaning, String expression) {
    return new Panel(
        title, Form.NUMBER, "percentunit", meaning, List.of(new Query(expression, "")));
  }

  private static Panel lines(String title, String unit, String meaning, Query... queries) {
    return new Panel(title, Form.LINES, unit, meaning, List.of(queries));
  }
}
