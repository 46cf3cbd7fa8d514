package io.blinktwice.app.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One key that a server can be configured with.
 *
 * <p>Most come from the configuration records, whose Javadoc the compiler's annotation processor
 * leaves beside the classes; the few that are read by name alone are listed here.
 *
 * @param open whether everything below the key belongs to it: its names are somebody else's
 */
record ConfigurationKey(String name, String type, String byDefault, String meaning, boolean open) {
  static final String OURS = "blinktwice.";
  private static final String RECORDS = "META-INF/spring-configuration-metadata.json";

  /** What no record holds. */
  private static final List<ConfigurationKey> READ_BY_NAME =
      List.of(
          key("kafka.bootstrap-servers", "String", "`host:port`, several with commas"),
          open("kafka", "any other property of Kafka's clients and serdes, by its name there"),
          key("registry.url", "String", "base of the schema registry's Confluent-compatible API"),
          open(
              "registry",
              "any other property of the registry's client: `schema.registry.KEY` there"),
          key("topic-prefix", "String", "what the names of all topics begin with"),
          key("workload-partitions", "int", "partitions of topics keyed by workload; for good"),
          key("replication", "short", "copies of each topic"),
          key(
              "surroundings-within",
              "Duration",
              "how long a start waits for Kafka and the registry to answer"),
          key("roles.classifier", "boolean", "runs the classifier; `--roles` sets it"),
          key("roles.pinning", "boolean", "runs pinning and resolve; `--roles` sets it"),
          key("roles.rollout", "boolean", "runs releases and roll-outs; `--roles` sets it"),
          key("roles.router", "boolean", "runs the gateway; `--roles` sets it"),
          key("roles.autoscaler", "boolean", "runs scaling and advice; `--roles` sets it"),
          open(
              "webhooks",
              "who is told of tickets, by name: `NAME.url`, `NAME.secret`, `NAME.shape`,"
                  + " `NAME.allowed-hosts`; see docs/tickets.md"),
          key("log.format", "text or json", "how the log is written"));

  private static ConfigurationKey key(String name, String type, String meaning) {
    return new ConfigurationKey(OURS + name, type, "", meaning, false);
  }

  private static ConfigurationKey open(String name, String meaning) {
    return new ConfigurationKey(OURS + name, "Map", "", meaning, true);
  }

  /** All, by name, with the defaults that the program brings. */
  static List<ConfigurationKey> all() {
    TreeMap<String, ConfigurationKey> keys = new TreeMap<>();
    READ_BY_NAME.forEach(key -> keys.put(key.name(), key));
    try {
      for (URL file :
          Collections.list(ConfigurationKey.class.getClassLoader().getResources(RECORDS))) {
        for (JsonNode property : new ObjectMapper().readTree(file).path("properties")) {
          ConfigurationKey key = of(property);
          if (key.name().startsWith(OURS) && !key.name().contains("*")) {
            keys.put(key.name(), key);
          }
        }
      }
      Map<String, Object> defaults = Configuration.defaults();
      return keys.values().stream().map(key -> key.withDefaultOf(defaults)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own resources cannot be read", e);
    }
  }

  private static ConfigurationKey of(JsonNode property) {
    String type = property.path("type").asText();
    return new ConfigurationKey(
        property.path("name").asText(),
        type.substring(type.lastIndexOf('.') + 1),
        property.path("defaultValue").asText(),
        property.path("description").asText().replaceAll("\\{@code ([^}]*)}", "`$1`"),
        type.endsWith("Map"));
  }

  private ConfigurationKey withDefaultOf(Map<String, Object> defaults) {
    Object ours = defaults.get(name);
    return ours == null
        ? this
        : new ConfigurationKey(name, type, String.valueOf(ours), meaning, open);
  }

  /** How the environment spells it. */
  String variable() {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
