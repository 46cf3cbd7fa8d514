package io.blinktwice.app.installation;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.net.URI;

/**
 * Where an installation can be reached.
 *
 * @param gateway of Spark Connect clients, {@code sc://host:port}
 * @param http base of the HTTP API
 */
public record Addresses(String gateway, URI http, KafkaConnection kafka) {
  static Addresses of(Ports ports, Backbone backbone) {
    String ownRegistry = "http://127.0.0.1:%d/apis/ccompat/v7".formatted(ports.registry());
    return new Addresses(
        "sc://127.0.0.1:" + ports.gateway(),
        URI.create("http://127.0.0.1:" + ports.http()),
        switch (backbone) {
          case Backbone.Embedded embedded ->
              kafka("127.0.0.1:" + ports.kafka(), ownRegistry, Access.OPEN);
          case Backbone.ExistingKafka existing ->
              kafka(existing.bootstrapServers(), ownRegistry, existing.access());
          case Backbone.Existing existing ->
              kafka(existing.bootstrapServers(), existing.registryUrl(), existing.access());
        });
  }

  private static KafkaConnection kafka(String bootstrapServers, String registryUrl, Access access) {
    return new KafkaConnection(
        bootstrapServers, registryUrl, access.topicPrefix(), access.clientProperties());
  }
}
