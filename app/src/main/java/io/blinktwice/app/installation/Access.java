package io.blinktwice.app.installation;

import java.util.List;
import java.util.Map;

/**
 * How a Kafka and a registry are entered that are not ours.
 *
 * @param clientProperties as in {@code KafkaConnection}
 * @param arguments that tell the installation's processes the same
 */
public record Access(
    String topicPrefix, Map<String, String> clientProperties, List<String> arguments) {
  /** As our own are entered. */
  public static final Access OPEN = new Access("blinktwice", Map.of(), List.of());

  public Access {
    clientProperties = Map.copyOf(clientProperties);
    arguments = List.copyOf(arguments);
  }

  /** Without the client properties, of which some are secret. */
  @Override
  public String toString() {
    return "access to topics " + topicPrefix + ".*";
  }
}
