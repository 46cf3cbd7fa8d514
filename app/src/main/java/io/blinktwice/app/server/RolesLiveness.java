package io.blinktwice.app.server;

import io.blinktwice.runtime.life.LongRunning;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Singleton;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

/**
 * Up as long as every part works, restores or waits out an outage: only a new process helps else.
 */
@Singleton
@Liveness
final class RolesLiveness implements HealthIndicator {
  private final LongRunningParts parts;

  RolesLiveness(LongRunningParts parts) {
    this.parts = parts;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    TreeMap<String, Boolean> live = new TreeMap<>();
    for (LongRunning part : parts.all()) {
      live.merge(part.name(), part.isLive(), Boolean::logicalAnd);
    }
    return Publishers.just(
        HealthResult.builder(
                "roles-live", live.containsValue(false) ? HealthStatus.DOWN : HealthStatus.UP)
            .details(live)
            .build());
  }
}
