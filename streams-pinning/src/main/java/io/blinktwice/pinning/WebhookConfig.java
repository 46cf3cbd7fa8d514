package io.blinktwice.pinning;

import io.blinktwice.pinning.ticket.effect.Webhook;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.Set;

/**
 * Somebody who is told of tickets.
 *
 * @param name names it in logs, and its place in the news: a new name begins anew
 * @param url where to; http or https
 * @param shape the JSON that it expects: generic, jira, github or slack
 * @param secret what messages are signed with, 16 characters or more
 * @param allowedHosts hosts that may have a private address
 */
@EachProperty("blinktwice.webhooks")
@Requires(property = "blinktwice.roles.pinning", value = "true")
public record WebhookConfig(
    @Parameter String name,
    URI url,
    @Bindable(defaultValue = "GENERIC") Webhook.Shape shape,
    String secret,
    @Bindable(defaultValue = "") Set<String> allowedHosts) {

  Webhook webhook() {
    return new Webhook(name, url, shape, secret, allowedHosts);
  }
}
