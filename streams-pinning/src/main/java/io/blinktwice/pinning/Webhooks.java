package io.blinktwice.pinning;

import io.blinktwice.pinning.ticket.effect.Webhook;
import io.blinktwice.pinning.ticket.effect.WebhookLine;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;

/** The lines to all who are told of tickets. */
@Singleton
@Context
@Requires(property = "blinktwice.roles.pinning", value = "true")
public final class Webhooks implements KeepsRunning, AutoCloseable {
  private final List<WebhookLine> lines;

  public Webhooks(KafkaConnection connection, List<WebhookConfig> configured) {
    List<Webhook> hooks = configured.stream().map(WebhookConfig::webhook).toList();
    List<String> problems = hooks.stream().flatMap(hook -> hook.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.webhooks: " + String.join("; ", problems));
    }
    lines = hooks.stream().map(hook -> WebhookLine.open(connection, hook)).toList();
  }

  @Override
  public List<LongRunning> parts() {
    return List.copyOf(lines);
  }

  @Override
  @PreDestroy
  public void close() {
    lines.forEach(WebhookLine::close);
  }
}
