package io.blinktwice.app.server;

import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.instance.InstanceConfig;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.metrics.JvmMetrics;
import io.blinktwice.runtime.metrics.KafkaMetrics;
import io.blinktwice.runtime.metrics.MetricsPage;
import io.blinktwice.runtime.metrics.Reading;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.annotation.PreDestroy;
import java.util.List;

/** Everything that the roles of this process count and measure, for Prometheus. */
@Controller("/metrics")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MetricsController implements AutoCloseable {
  private final LongRunningParts parts;
  private final List<Reading.Registration> readings;

  MetricsController(LongRunningParts parts, InstanceConfig instance) {
    this.parts = parts;
    KafkaMetrics.register();
    JvmMetrics.register();
    JvmMetrics.registerDiskOf(instance.stateDirectory());
    readings =
        List.of(
            ServiceMetrics.PART_READY.from(this::tellReady),
            ServiceMetrics.PART_DEAD.from(this::tellDead));
  }

  /**
   * Tells all metrics, in Prometheus' text format.
   *
   * @return the page
   */
  @Get
  @Needs(value = Right.VIEW, platform = true)
  @Produces(MetricsPage.CONTENT_TYPE)
  HttpResponse<String> metrics() {
    return HttpResponse.ok(MetricsPage.text());
  }

  private void tellReady(Reading.Samples samples) {
    for (LongRunning part : parts.all()) {
      samples.add(part.isReady() ? 1 : 0, part.name());
    }
  }

  private void tellDead(Reading.Samples samples) {
    for (LongRunning part : parts.all()) {
      samples.add(part.isDead() ? 1 : 0, part.name());
    }
  }

  @Override
  @PreDestroy
  public void close() {
    readings.forEach(Reading.Registration::close);
  }
}
