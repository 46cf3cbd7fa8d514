package io.blinktwice.schemas;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue as an AsyncAPI 3.0 document. */
final class AsyncApi {
  private static final String BINDING_VERSION = "0.5.0";
  private static final String AVRO = "application/vnd.apache.avro+json;version=1.9.0";

  private AsyncApi() {}

  static String document() throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asyncapi", "3.0.0");
    document.put(
        "info",
        ordered(
            "title", "Blinktwice topics",
            "version", "1.0.0",
            "description", "Generated from schemas/…/Topics.java; values in Confluent's framing.",
            "license", Map.of("name", "Apache-2.0")));
    document.put("defaultContentType", "application/avro");
    Map<String, Object> channels = new LinkedHashMap<>();
    Map<String, Object> operations = new LinkedHashMap<>();
    Map<String, Object> messages = new LinkedHashMap<>();
    for (Topic<?> topic : Topics.ALL) {
      channels.put(topic.name(), channel(topic));
      operations.put("write-" + topic.name(), operation(topic, "send", topic.owner()));
      operations.put(
          "read-" + topic.name(), operation(topic, "receive", String.join(", ", topic.readers())));
      messages.put(message(topic), messageOf(topic));
    }
    document.put("channels", channels);
    document.put("operations", operations);
    document.put(
        "components", ordered("messages", messages, "schemas", Map.of("headers", headers())));
    return Yaml.of(document);
  }

  private static Map<String, Object> channel(Topic<?> topic) {
    Map<String, Object> settings = new LinkedHashMap<>();
    topic.settings().forEach((name, value) -> settings.put(name, setting(name, value)));
    Map<String, Object> kafka = new LinkedHashMap<>();
    if (topic.spread() == Topic.Spread.TOTAL_ORDER) {
      kafka.put("partitions", 1);
    }
    kafka.put("topicConfiguration", settings);
    kafka.put("bindingVersion", BINDING_VERSION);
    return ordered(
        "address", "{prefix}." + topic.name(),
        "description", topic.purpose(),
        "parameters",
            Map.of(
                "prefix",
                ordered("description", "Marks an installation's topics.", "default", "blinktwice")),
        "messages", Map.of(message(topic), ref("#/components/messages/" + message(topic))),
        "bindings", Map.of("kafka", kafka));
  }

  private static Object setting(String name, String value) {
    return switch (name) {
      case "cleanup.policy" -> List.of(value.split(",", -1));
      case "message.timestamp.type" -> value;
      default -> Long.valueOf(value);
    };
  }

  private static Map<String, Object> operation(Topic<?> topic, String action, String who) {
    return ordered(
        "action",
        action,
        "channel",
        ref("#/channels/" + topic.name()),
        "summary",
        (action.equals("send") ? "Written by: " : "Read by: ") + who + ".");
  }

  private static Map<String, Object> messageOf(Topic<?> topic) throws IOException {
    Map<String, Object> key = ordered("type", "string", "description", topic.key());
    return ordered(
        "name", topic.value().getName(),
        "summary", topic.schema().getDoc(),
        "headers", ref("#/components/schemas/headers"),
        "payload", ordered("schemaFormat", AVRO, "schema", ref(Accepted.seenFromDocs(topic))),
        "bindings",
            Map.of(
                "kafka",
                ordered(
                    "key",
                    key,
                    "schemaIdLocation",
                    "payload",
                    "schemaIdPayloadEncoding",
                    "confluent",
                    "bindingVersion",
                    BINDING_VERSION)));
  }

  private static Map<String, Object> headers() {
    return ordered(
        "type", "object",
        "required",
            List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "traceparent"),
        "properties",
            ordered(
                "ce_specversion", ordered("type", "string", "const", "1.0"),
                "ce_id", text("Identity of the event: by it a repetition is recognised."),
                "ce_source", text("Who wrote the record."),
                "ce_type", text("Full name of the Avro record."),
                "ce_time", ordered("type", "string", "format", "date-time"),
                "traceparent", text("W3C Trace Context: the trace of what caused the record.")));
  }

  private static Map<String, Object> text(String description) {
    return ordered("type", "string", "description", description);
  }

  private static Map<String, Object> ref(String to) {
    return Map.of("$ref", to);
  }

  private static String message(Topic<?> topic) {
    return topic.value().getSimpleName();
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      map.put((String) keysAndValues[at], keysAndValues[at + 1]);
    }
    return map;
  }
}
