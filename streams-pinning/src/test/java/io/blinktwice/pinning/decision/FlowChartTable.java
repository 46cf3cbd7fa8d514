package io.blinktwice.pinning.decision;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The flow chart as a document: for tests that know our topics and our API, not our classes. */
final class FlowChartTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FlowChartTable() {}

  static String text(List<FlowChart.Row> rows) {
    ArrayNode table = JSON.createArrayNode();
    rows.forEach(row -> table.add(row(row)));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(table) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode row(FlowChart.Row row) {
    ObjectNode told = JSON.createObjectNode().put("name", row.name());
    Fleet.Rollout rollout = row.fleet().rollouts().get(FlowChart.NEW);
    told.put("share", rollout == null ? null : rollout.share());
    told.put("declared", declared(row.fleet()));
    told.set("before", tried(row.before()));
    told.set("told", tried(row.told()));
    told.put("action", row.action());
    told.put("pinnedTo", row.pinnedTo() == null ? null : row.pinnedTo().value());
    return told.put("nextRunOn", row.nextRunOn().value());
  }

  /** How the release handles what it changed on purpose, as its catalogue entry says it. */
  private static @Nullable String declared(Fleet fleet) {
    return fleet.release(FlowChart.NEW).changes().values().stream()
        .map(change -> change.handling().name().toLowerCase(Locale.ROOT).replace("_old", ""))
        .findFirst()
        .orElse(null);
  }

  private static ArrayNode tried(List<FlowChart.Tried> attempts) {
    ArrayNode told = JSON.createArrayNode();
    for (FlowChart.Tried tried : attempts) {
      ObjectNode one =
          told.addObject()
              .put("run", tried.run())
              .put("attempt", tried.attempt())
              .put("version", tried.version().value())
              .put("code", tried.code())
              .put("condition", tried.condition())
              .put("sideEffects", tried.sideEffects().name())
              .put("taskMillis", tried.taskMillis());
      Classified failure = tried.failure();
      if (failure != null) {
        one.putObject("failure")
            .put("category", failure.category().name())
            .put("confidence", failure.confidence())
            .put("outOfMemory", failure.outOfMemory())
            .put("signature", failure.signature());
      }
    }
    return told;
  }
}
