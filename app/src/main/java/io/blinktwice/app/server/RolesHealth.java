package io.blinktwice.app.server;

import io.blinktwice.router.RouterRole;
import io.blinktwice.runtime.life.LongRunning;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

/** Up when every stream and view of this process has read its topics, and clients can connect. */
@Singleton
final class RolesHealth implements HealthIndicator {
  private final LongRunningParts parts;
  private final Optional<RouterRole> router;

  RolesHealth(LongRunningParts parts, Optional<RouterRole> router) {
    this.parts = parts;
    this.router = router;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    TreeMap<String, Boolean> ready = new TreeMap<>();
    for (LongRunning part : parts.all()) {
      ready.merge(part.name(), part.isReady(), Boolean::logicalAnd);
    }
    router.ifPresent(role -> ready.put("gateway", role.isReady()));
    Map<String, Object> details = new TreeMap<>(ready);
    for (LongRunning part : parts.all()) {
      part.trouble().ifPresent(sentence -> details.put(part.name(), sentence));
    }
    return Publishers.just(
        HealthResult.builder(
                "roles", ready.containsValue(false) ? HealthStatus.DOWN : HealthStatus.UP)
            .details(details)
            .build());
  }
}
