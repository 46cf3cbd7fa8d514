package io.blinktwice.app.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A page of panels, and how it is written for Grafana.
 *
 * @param id in its address, for good
 */
record Dashboard(String id, String title, String purpose, List<Row> rows) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Grafana's grid. */
  private static final int WIDTH = 24;

  private static final int SCHEMA = 39;

  /** What belongs together, under a heading. */
  record Row(String title, List<Panel> panels) {}

  /** How values are drawn. */
  enum Form {
    /** Over time. */
    LINES("timeseries", 8, 7),
    /** The newest one, large. */
    NUMBER("stat", 4, 4);

    private final String type;
    private final int width;
    private final int height;

    Form(String type, int width, int height) {
      this.type = type;
      this.width = width;
      this.height = height;
    }
  }

  /**
   * @param unit in Grafana's words, such as {@code s} or {@code bytes}
   * @param meaning one sentence, shown on demand
   */
  record Panel(String title, Form form, String unit, String meaning, List<Query> queries) {}

  /**
   * @param legend with labels in double braces
   */
  record Query(String expression, String legend) {}

  List<Query> queries() {
    return rows.stream()
        .flatMap(row -> row.panels().stream())
        .flatMap(panel -> panel.queries().stream())
        .toList();
  }

  /** What Grafana provisions or imports. */
  String json() {
    ObjectNode dashboard = JSON.createObjectNode();
    dashboard.put("uid", id).put("title", title).put("description", purpose);
    dashboard.put("schemaVersion", SCHEMA).put("editable", false).put("refresh", "30s");
    dashboard.putArray("tags").add("blinktwice");
    dashboard.putObject("time").put("from", "now-6h").put("to", "now");
    ArrayNode variables = dashboard.putObject("templating").putArray("list");
    variables
        .addObject()
        .put("name", "datasource")
        .put("label", "Prometheus")
        .put("type", "datasource")
        .put("query", "prometheus");
    variables.add(instances());
    dashboard.putArray("links").add(links());
    draw(dashboard.putArray("panels"));
    try {
      return JSON.writeValueAsString(dashboard) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode instances() {
    ObjectNode variable = JSON.createObjectNode();
    variable.put("name", "instance").put("label", "Instance").put("type", "query");
    variable.set("datasource", source());
    variable.put("query", "label_values(blinktwice_jvm_uptime_seconds, instance)");
    variable.put("refresh", 2).put("includeAll", true).put("multi", true).put("allValue", ".*");
    variable.putObject("current").put("text", "All").put("value", "$__all");
    return variable;
  }

  private static ObjectNode links() {
    ObjectNode link = JSON.createObjectNode();
    link.put("type", "dashboards").put("title", "Blinktwice").put("asDropdown", true);
    link.put("keepTime", true).put("includeVars", true).putArray("tags").add("blinktwice");
    return link;
  }

  private static ObjectNode source() {
    return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  private void draw(ArrayNode panels) {
    int id = 1;
    int top = 0;
    for (Row row : rows) {
      ObjectNode heading = panels.addObject();
      heading.put("id", id++).put("type", "row").put("title", row.title()).put("collapsed", false);
      place(heading, 0, top++, WIDTH, 1);
      int left = 0;
      int height = 0;
      for (Panel panel : row.panels()) {
        if (left + panel.form().width > WIDTH) {
          left = 0;
          top += height;
          height = 0;
        }
        ObjectNode drawn = panels.addObject();
        drawn.put("id", id++);
        write(panel, drawn);
        place(drawn, left, top, panel.form().width, panel.form().height);
        left += panel.form().width;
        height = Math.max(height, panel.form().height);
      }
      top += height;
    }
  }

  private static void place(ObjectNode panel, int left, int top, int width, int height) {
    panel.putObject("gridPos").put("x", left).put("y", top).put("w", width).put("h", height);
  }

  private static void write(Panel panel, ObjectNode into) {
    into.put("type", panel.form().type).put("title", panel.title());
    into.put("description", panel.meaning());
    into.set("datasource", source());
    ObjectNode field = into.putObject("fieldConfig");
    field.putArray("overrides");
    field.putObject("defaults").put("unit", panel.unit()).put("min", 0);
    ObjectNode options = into.putObject("options");
    switch (panel.form()) {
      case LINES -> {
        options.putObject("legend").put("displayMode", "list").put("placement", "bottom");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case NUMBER -> {
        options.put("colorMode", "none").put("graphMode", "area");
        options.putObject("reduceOptions").putArray("calcs").add("lastNotNull");
      }
    }
    ArrayNode targets = into.putArray("targets");
    char name = 'A';
    for (Query query : panel.queries()) {
      ObjectNode target = targets.addObject();
      target.put("refId", String.valueOf(name++));
      target.set("datasource", source());
      target.put("expr", query.expression()).put("legendFormat", query.legend());
    }
  }
}
