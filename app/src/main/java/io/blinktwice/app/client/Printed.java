package io.blinktwice.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How answers are printed. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class Printed {
  private static final int GAP = 2;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** The forms that people and programs read. */
  enum Format {
    TABLE,
    WIDE,
    JSON,
    YAML
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, wide, json or yaml: ${DEFAULT-VALUE}.")
  private Format format;

  /** Several things, a line each. */
  void list(Thing thing, List<JsonNode> rows) throws JsonProcessingException {
    list(thing.columns(), thing.wideColumns(), rows);
  }

  /** The same of what is no thing of its own. */
  void list(List<String> columns, List<String> wide, List<JsonNode> rows)
      throws JsonProcessingException {
    switch (format) {
      case JSON -> out().println(pretty(ApiClient.JSON.createArrayNode().addAll(rows)));
      case YAML -> out().print(yaml(ApiClient.JSON.createArrayNode().addAll(rows)));
      case TABLE -> table(columns, rows);
      case WIDE -> table(wide, rows);
    }
    out().flush();
  }

  /** One thing, a line for each of its fields. */
  void one(JsonNode answer) throws JsonProcessingException {
    if (format == Format.JSON) {
      out().println(pretty(answer));
    } else if (format == Format.YAML) {
      out().print(yaml(answer));
    } else {
      int width =
          answer.properties().stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
      for (Map.Entry<String, JsonNode> field : answer.properties()) {
        field(field.getKey(), field.getValue(), width);
      }
    }
    out().flush();
  }

  private void field(String name, JsonNode value, int width) {
    if (value.isNull() || value.isContainerNode() && value.isEmpty()) {
      return;
    }
    String padded = name + " ".repeat(width - name.length() + GAP);
    if (!value.isArray()) {
      out().println(padded + text(value));
      return;
    }
    String indent = padded;
    for (JsonNode element : value) {
      out().println(indent + line(element));
      indent = " ".repeat(width + GAP);
    }
  }

  /** A reason is its sentence; other objects are their values. */
  static String line(JsonNode element) {
    if (element.has("sentence")) {
      return element.path("rule").asText() + ": " + element.path("sentence").asText();
    }
    if (!element.isObject()) {
      return text(element);
    }
    List<String> values = new ArrayList<>();
    element
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()
                  && !(field.getValue().isContainerNode() && field.getValue().isEmpty())) {
                values.add(field.getKey() + "=" + text(field.getValue()));
              }
            });
    return String.join(" ", values);
  }

  void sentence(String sentence) {
    out().println(sentence);
    out().flush();
  }

  /** Whether programs read it: then it is whole, and nothing else is said. */
  boolean isJson() {
    return format == Format.JSON || format == Format.YAML;
  }

  private void table(List<String> columns, List<JsonNode> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Printed::title).toList());
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(column -> text(row.path(column))).toList());
    }
    for (List<String> line : lines) {
      StringBuilder printed = new StringBuilder();
      for (int column = 0; column < columns.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(each -> each.get(at).length()).max().orElse(0) + GAP;
        printed.append(line.get(column)).append(" ".repeat(width - line.get(column).length()));
      }
      out().println(printed.toString().stripTrailing());
    }
  }

  /** {@code awayFrom} is headed {@code AWAY FROM}. */
  private static String title(String field) {
    return field.replaceAll("([A-Z])", " $1").toUpperCase(Locale.ROOT);
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "-";
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static String pretty(JsonNode value) throws JsonProcessingException {
    return ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  private static String yaml(JsonNode value) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(options).dump(ApiClient.JSON.convertValue(value, Object.class));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
