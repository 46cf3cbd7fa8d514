package io.blinktwice.app.installation;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.net.URI;
import java.util.Map;

/**
 * Where an installation can be reached.
 *
 * @param gateway of Spark Connect clients, {@code sc://host:port}
 * @param http base of the HTTP API
 */
public record Addresses(String gateway, URI http, KafkaConnection kafka) {
  static final String TOPIC_PREFIX = "blinktwice";

  static Addresses of(Ports ports, Backbone backbone) {
    String ownRegistry = "http://127.0.0.1:%d/apis/ccompat/v7".formatted(ports.registry());
    return new Addresses(
        "sc://127.0.0.1:" + ports.gateway(),
        URI.create("http://127.0.0.1:" + ports.http()),
        switch (backbone) {
          case Backbone.Embedded embedded -> kafka("127.0.0.1:" + ports.kafka(), ownRegistry);
          case Backbone.ExistingKafka(String bootstrapServers) ->
              kafka(bootstrapServers, ownRegistry);
          case Backbone.Existing(String bootstrapServers, String registryUrl) ->
              kafka(bootstrapServers, registryUrl);
        });
  }

  private static KafkaConnection kafka(String bootstrapServers, String registryUrl) {
    return new KafkaConnection(bootstrapServers, registryUrl, TOPIC_PREFIX, Map.of());
  }
}
