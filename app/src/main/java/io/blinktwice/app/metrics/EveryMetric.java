package io.blinktwice.app.metrics;

import io.blinktwice.autoscaler.metrics.AutoscalerMetrics;
import io.blinktwice.classifier.metrics.ClassifierMetrics;
import io.blinktwice.pinning.metrics.PinningMetrics;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.rollout.metrics.RolloutMetrics;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.metrics.JvmMetrics;
import io.blinktwice.runtime.metrics.KafkaMetrics;
import io.blinktwice.runtime.metrics.Meter;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogues of all modules, and the reference that is written from them. */
public final class EveryMetric {
  public static final List<Group> GROUPS =
      List.of(
          new Group("Classifier", ClassifierMetrics.CATALOGUE),
          new Group("Pinning and resolve", PinningMetrics.CATALOGUE),
          new Group("Roll-outs", RolloutMetrics.CATALOGUE),
          new Group("Gateway", RouterMetrics.CATALOGUE),
          new Group("Scaling and advice", AutoscalerMetrics.CATALOGUE),
          new Group("Spark servers (the pool's own page)", PoolMetrics.CATALOGUE),
          new Group("Every service", ServiceMetrics.CATALOGUE),
          new Group("Kafka clients and state stores", KafkaMetrics.CATALOGUE),
          new Group("The process", JvmMetrics.CATALOGUE));

  /** The metrics of one module. */
  public record Group(String title, List<Meter> meters) {}

  private EveryMetric() {}

  public static List<Meter> all() {
    return GROUPS.stream().flatMap(group -> group.meters().stream()).toList();
  }

  /** {@code docs/metrics.md}. */
  static String reference() {
    return """
    # Metrics

    Written from the code; a test fails when it drifts. In Prometheus' text format, `GET /metrics` of a
    server process has those of all its roles, `GET /metrics` on the pool's `--metrics-port` those of the
    pool. Labels have a bounded number of values: what is beyond the bound is counted under `other`, and
    no label ever holds a fingerprint, a run or a session. Alerts on them are in
    `deploy/alerts/blinktwice.rules.yml`, with a runbook each in `docs/runbooks`.
    """
        + GROUPS.stream().map(EveryMetric::section).collect(Collectors.joining());
  }

  private static String section(Group group) {
    return "\n## %s\n\n| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n%s"
        .formatted(
            group.title(),
            group.meters().stream().map(EveryMetric::line).collect(Collectors.joining()));
  }

  private static String line(Meter meter) {
    String labels =
        meter.labels().stream()
            .map(label -> "`%s`: %s".formatted(label.name(), label.bound()))
            .collect(Collectors.joining("; "));
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            meter.name(),
            meter.kind().name().toLowerCase(java.util.Locale.ROOT),
            meter.unit(),
            labels,
            meter.meaning());
  }
}
