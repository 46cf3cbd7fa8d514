package io.blinktwice.app.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The API's document as people read it. */
final class ApiReference {
  private final JsonNode document;
  private final StringBuilder text = new StringBuilder();

  private ApiReference(JsonNode document) {
    this.document = document;
  }

  static String of(ObjectNode document) {
    return new ApiReference(document).written();
  }

  private String written() {
    text.append(
        """
        # The HTTP API

        Written from the endpoints by a test, like [openapi.yaml](openapi.yaml), which every server gives out at
        `/openapi.yaml` and `/openapi.json`. Who has which right: [security.md](security.md). Every error is a
        problem (RFC 9457, `application/problem+json`); 401, 403 and 429 are the same everywhere and left out below.

        | operation | what it does | needs |
        |---|---|---|
        """);
    forEachOperation(
        (name, operation) ->
            text.append(
                "| `%s` | %s | %s |%n"
                    .formatted(name, said(operation, "summary"), said(operation, "x-needs"))));
    text.append("\n*platform*: a credential for the workspace `*`.\n");
    forEachOperation(this::describe);
    text.append("\n## Bodies\n");
    document.at("/components/schemas").properties().forEach(this::describeSchema);
    return text.toString();
  }

  /** Something to do with each operation. */
  private interface Each {
    void see(String name, JsonNode operation);
  }

  private void forEachOperation(Each each) {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String verb = operation.getKey().toUpperCase(Locale.ROOT);
        each.see(verb + " " + path.getKey(), operation.getValue());
      }
    }
  }

  private void describe(String name, JsonNode operation) {
    text.append("\n## %s%n%n%s%n".formatted(name, longest(operation)));
    List<String> lines = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (!parameter.has("$ref")) {
        lines.add(parameter(parameter));
      }
    }
    JsonNode body = operation.path("requestBody");
    if (!body.isMissingNode()) {
      lines.add("body: " + content(body));
    }
    for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
      if (!answer.getValue().has("$ref")) {
        lines.add(
            "answer %s: %s%s"
                .formatted(
                    answer.getKey(),
                    said(answer.getValue(), "description"),
                    content(answer.getValue()).isEmpty()
                        ? ""
                        : " (" + content(answer.getValue()) + ")"));
      }
    }
    bullets(lines);
  }

  private static String longest(JsonNode operation) {
    String description = said(operation, "description");
    return description.isEmpty() ? said(operation, "summary") : description;
  }

  private static String parameter(JsonNode parameter) {
    JsonNode schema = parameter.path("schema");
    String absent =
        schema.has("default") ? ", `%s` if absent".formatted(schema.path("default").asText()) : "";
    return "%s `%s` (%s%s%s): %s"
        .formatted(
            said(parameter, "in"),
            said(parameter, "name"),
            type(schema),
            parameter.path("required").asBoolean() ? ", required" : "",
            absent,
            said(parameter, "description"));
  }

  private static String content(JsonNode holder) {
    List<String> kinds = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind : holder.path("content").properties()) {
      kinds.add("`%s` %s".formatted(kind.getKey(), type(kind.getValue().path("schema"))));
    }
    return String.join(", ", kinds);
  }

  private void describeSchema(Map.Entry<String, JsonNode> schema) {
    text.append(
        "\n### %s%n%n%s%n".formatted(schema.getKey(), said(schema.getValue(), "description")));
    List<String> required = new ArrayList<>();
    schema.getValue().path("required").forEach(name -> required.add(name.asText()));
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : schema.getValue().path("properties").properties()) {
      String meaning = said(field.getValue(), "description");
      lines.add(
          "`%s` (%s%s)%s"
              .formatted(
                  field.getKey(),
                  type(field.getValue()),
                  required.contains(field.getKey()) ? "" : ", may be absent",
                  meaning.isEmpty() ? "" : ": " + meaning));
    }
    bullets(lines);
  }

  private void bullets(List<String> lines) {
    text.append(lines.isEmpty() ? "" : "\n");
    lines.forEach(line -> text.append("- ").append(line).append('\n'));
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asText();
      String schemaName = name.substring(name.lastIndexOf('/') + 1);
      return "[%s](#%s)"
          .formatted(schemaName, schemaName.toLowerCase(Locale.ROOT).replace(".", ""));
    }
    if (schema.has("allOf")) {
      return type(schema.path("allOf").path(0));
    }
    return switch (schema.path("type").asText("any")) {
      case "array" -> "list of " + type(schema.path("items"));
      case "object" ->
          schema.has("additionalProperties")
              ? "object of " + type(schema.path("additionalProperties"))
              : "object";
      default -> schema.path("type").asText("any");
    };
  }

  private static String said(JsonNode node, String field) {
    return node.path(field).asText("").strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
