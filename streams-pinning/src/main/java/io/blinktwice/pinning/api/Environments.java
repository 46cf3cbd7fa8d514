package io.blinktwice.pinning.api;

import io.blinktwice.events.Environment;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The catalogue of client environments as the topic has it: any instance has them all. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class Environments implements KeepsRunning, AutoCloseable {
  private final TreeMap<String, Environment> known = new TreeMap<>();
  private final TopicView<Environment> view;

  Environments(KafkaConnection connection) {
    view = TopicView.follow(connection, Topics.ENVIRONMENTS, "environments", this::remember);
  }

  private synchronized void remember(TopicView.Record<Environment> seen) {
    if (seen.value() == null) {
      known.remove(seen.key());
    } else {
      known.put(seen.key(), seen.value());
    }
    notifyAll();
  }

  synchronized List<Environment> all() {
    return List.copyOf(known.values());
  }

  synchronized Optional<Environment> of(String version) {
    return Optional.ofNullable(known.get(version));
  }

  /** Whether the catalogue shows it like this in time. */
  synchronized boolean await(Environment written, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!written.equals(known.get(written.getVersion()))) {
      long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return false;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public List<LongRunning> parts() {
    return List.of(view);
  }

  @Override
  @PreDestroy
  public void close() {
    view.close();
  }
}
