package io.blinktwice.app.server;

import io.blinktwice.classifier.ClassifierRole;
import io.blinktwice.pinning.PinningRole;
import io.blinktwice.rollout.RolloutRole;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

/** Up when every role of this process has read its topics and takes work. */
@Singleton
final class RolesHealth implements HealthIndicator {
  private final Optional<ClassifierRole> classifier;
  private final Optional<RolloutRole> rollout;
  private final Optional<PinningRole> pinning;

  RolesHealth(
      Optional<ClassifierRole> classifier,
      Optional<RolloutRole> rollout,
      Optional<PinningRole> pinning) {
    this.classifier = classifier;
    this.rollout = rollout;
    this.pinning = pinning;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    TreeMap<String, Boolean> ready = new TreeMap<>();
    classifier.ifPresent(role -> ready.put("classifier", role.isReady()));
    rollout.ifPresent(role -> ready.put("rollout", role.isReady()));
    pinning.ifPresent(role -> ready.put("pinning", role.streams().isReady()));
    return Publishers.just(
        HealthResult.builder(
                "roles", ready.containsValue(false) ? HealthStatus.DOWN : HealthStatus.UP)
            .details(ready)
            .build());
  }
}
