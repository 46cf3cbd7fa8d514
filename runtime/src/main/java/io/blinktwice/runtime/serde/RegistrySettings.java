package io.blinktwice.runtime.serde;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema registry is and how it is entered, in the words of Confluent's own clients.
 *
 * @param urls of one registry, tried in this order
 * @param authorization the header of that name; empty without one
 * @param tls Kafka's own {@code ssl.} settings, for the registry
 * @param memory folder in which schemas are remembered for the time when the registry is away
 */
record RegistrySettings(
    List<String> urls, String authorization, Map<String, String> tls, Optional<Path> memory) {
  static final String URL = "schema.registry.url";
  static final String MEMORY = "blinktwice.schema.memory";
  private static final String PREFIX = "schema.registry.";
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BASIC = "basic.auth.user.info";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String BEARER = "bearer.auth.token";

  static RegistrySettings of(Map<String, ?> settings) {
    String given = text(settings, URL);
    if (given == null || given.isBlank()) {
      throw new ConfigException("the setting " + URL + " is missing");
    }
    List<String> urls = new ArrayList<>();
    for (String url : given.split(",")) {
      urls.add(url.strip().replaceAll("/+$", ""));
    }
    return new RegistrySettings(
        List.copyOf(urls),
        authorization(settings),
        tls(settings),
        Optional.ofNullable(text(settings, MEMORY)).map(Path::of));
  }

  /** Whether a setting is for serdes alone, so that Kafka's own clients need not see it. */
  static boolean isForSerdesOnly(String key) {
    return Arrays.asList(
                "value.serializer",
                "value.deserializer",
                "auto.register.schemas",
                "use.latest.version",
                "specific.avro.reader",
                "value.subject.name.strategy",
                MEMORY)
            .contains(key)
        || key.startsWith(PREFIX)
        || key.startsWith("basic.auth.")
        || key.startsWith("bearer.auth.");
  }

  private static String authorization(Map<String, ?> settings) {
    String bearerSource = either(settings, BEARER_SOURCE);
    if (bearerSource != null) {
      refuseUnless(bearerSource.equals("STATIC_TOKEN"), BEARER_SOURCE, "STATIC_TOKEN");
      return "Bearer " + required(settings, BEARER);
    }
    String basicSource = either(settings, BASIC_SOURCE);
    if (basicSource == null && either(settings, BASIC) == null) {
      return "";
    }
    refuseUnless(basicSource == null || basicSource.equals("USER_INFO"), BASIC_SOURCE, "USER_INFO");
    byte[] credentials = required(settings, BASIC).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private static void refuseUnless(boolean supported, String key, String only) {
    if (!supported) {
      throw new ConfigException(
          "of %s, this serde knows %s only; name Confluent's as value.serializer and value.deserializer for more"
              .formatted(key, only));
    }
  }

  private static Map<String, String> tls(Map<String, ?> settings) {
    Map<String, String> tls = new TreeMap<>();
    for (String key : settings.keySet()) {
      String value = text(settings, key);
      if (key.startsWith(PREFIX + "ssl.") && value != null) {
        tls.put(key.substring(PREFIX.length()), value);
      }
    }
    return Map.copyOf(tls);
  }

  private static String required(Map<String, ?> settings, String key) {
    String value = either(settings, key);
    if (value == null || value.isBlank()) {
      throw new ConfigException("the setting " + key + " is missing");
    }
    return value;
  }

  /** Confluent takes these keys with its prefix and without. */
  private static @Nullable String either(Map<String, ?> settings, String key) {
    String value = text(settings, PREFIX + key);
    return value == null ? text(settings, key) : value;
  }

  static @Nullable String text(Map<String, ?> settings, String key) {
    Object value = settings.get(key);
    return value == null ? null : value.toString();
  }

  /** Without what must not be logged. */
  @Override
  public String toString() {
    return "registry at " + String.join(", ", urls);
  }
}
