package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.SideEffects;
import io.blinktwice.events.WireError;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.Golden;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every named path of the flow chart, on a real broker: what was decided by pure functions and in a
 * driven topology is asked for over HTTP.
 *
 * <p>One installation for all of them, a workload for each: first what happened before there was a
 * release, then every state of the roll-out with the paths that begin in it.
 */
class FlowChartIT {
  private static final Path TABLE = Path.of("streams-pinning/src/test/golden/flow-chart.json");
  private static final double NOBODY = 1e-9;

  @TempDir private Path folder;

  /** A path and the workload that takes it. */
  private record Row(String workload, JsonNode said) {
    @Override
    public String toString() {
      return said.path("name").asText();
    }

    boolean beginsIn(@Nullable Double share, String declared) {
      JsonNode at = said.path("share");
      boolean sameShare = share == null ? at.isNull() : at.isNumber() && share == at.asDouble();
      return sameShare && declared.equals(said.path("declared").asText(""));
    }
  }

  @Test
  void everyPathLeadsWhereItDoesInTheDecision() throws Exception {
    List<Row> rows = rows();
    try (RolledOut installed = RolledOut.stable(folder)) {
      for (Row row : rows) {
        tell(installed, row, row.said.path("before"));
      }
      int walked = walked(installed, rows, row -> row.beginsIn(null, ""));
      seen(installed, "rollout-decisions", () -> installed.rollOut(NOBODY));
      walked += walked(installed, rows, row -> row.beginsIn(0.0, ""));
      seen(
          installed,
          "rollout-decisions",
          () ->
              installed.order(
                  "/v1/rollouts/4.2.0/advance", "{\"share\": 1.0, \"reason\": \"test\"}"));
      walked += walked(installed, rows, row -> row.beginsIn(1.0, ""));
      for (String policy : List.of("keep", "warn", "refuse")) {
        seen(installed, "releases", () -> declare(installed, policy));
        walked += walked(installed, rows, row -> row.beginsIn(1.0, policy));
      }
      assertEquals(rows.size(), walked, "some path begins where this test never is");
    }
  }

  private static void declare(RolledOut installed, String policy) throws Exception {
    installed.put(
        "/v1/releases/4.2.0",
        """
        {"predecessor": "3.5.7", "changedBehaviours":
          [{"condition": "CAST_INVALID_INPUT", "policy": "%s", "hint": "use try_cast"}]}\
        """
            .formatted(policy));
  }

  private static List<Row> rows() throws Exception {
    JsonNode table = new ObjectMapper().readTree(Golden.root().resolve(TABLE).toFile());
    List<Row> rows = new ArrayList<>();
    table.forEach(row -> rows.add(new Row("path-" + rows.size(), row)));
    assertFalse(rows.isEmpty());
    return rows;
  }

  private static int walked(RolledOut installed, List<Row> rows, Predicate<Row> which)
      throws Exception {
    List<Row> here = rows.stream().filter(which).toList();
    for (Row row : here) {
      JsonNode told = row.said.path("told");
      tell(installed, row, told);
      JsonNode verdict = verdict(installed, row, told.path(told.size() - 1));
      assertEquals(
          row.said.path("action").asText(),
          verdict.path("action").asText() + " " + ruleOf(verdict),
          row.toString());
      arrived(installed, row);
    }
    return here.size();
  }

  private static String ruleOf(JsonNode verdict) {
    return verdict.path("reasons").path(0).path("rule").asText();
  }

  /** Where the workload ends up: its pin, and what its next run gets. */
  private static void arrived(RolledOut installed, Row row) throws Exception {
    Api api = installed.api();
    String next = row.said.path("nextRunOn").asText();
    Api.Answer asked =
        api.call(
            "POST",
            "/v1/resolve",
            "{\"workload\": \"%s\", \"run\": \"next\"}".formatted(row.workload));
    assertEquals(next, asked.body().path("version").asText(), row + ": " + asked.body());
    Api.Answer pin = api.get("/v1/workloads/" + row.workload + "/pin");
    assertEquals(
        row.said.path("pinnedTo").asText("null"),
        pin.status() == 404 ? "null" : pin.body().path("version").asText(),
        row + ": " + pin.body());
  }

  private static void tell(RolledOut installed, Row row, JsonNode attempts) throws Exception {
    try (Reporter reporter =
        new Reporter(installed.installation().addresses().kafka(), row.workload)) {
      for (JsonNode tried : attempts) {
        if (tried.has("failure")) {
          // Before the failure itself, so that the classifier of the installation comes too late.
          reporter.tell(
              Topics.FAILURE_CLASSIFICATIONS, classification(row, reporter, tried), id(row, tried));
          tell(reporter, tried, RunEventKind.FAILED);
        } else {
          tell(reporter, tried, RunEventKind.SUCCEEDED);
        }
        verdict(installed, row, tried);
      }
    }
  }

  private static JsonNode verdict(RolledOut installed, Row row, JsonNode tried) {
    return installed
        .api()
        .await(
            "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=10s"
                .formatted(tried.path("run").asText(), row.workload, tried.path("attempt").asInt()),
            answer -> answer.status() == 200)
        .body();
  }

  private static void tell(Reporter reporter, JsonNode tried, RunEventKind end) throws Exception {
    for (RunEventKind kind : List.of(RunEventKind.STARTED, end)) {
      RunEvent event =
          reporter.event(
              tried.path("run").asText(),
              tried.path("attempt").asInt(),
              kind,
              new EngineVersion(tried.path("version").asText()));
      event.setSource(RunEventSource.GATEWAY);
      event.setSideEffects(SideEffects.valueOf(tried.path("sideEffects").asText()));
      event.setCodeHash(tried.path("code").asText());
      if (kind == RunEventKind.FAILED) {
        event.setError(
            WireError.newBuilder()
                .setGrpcStatus("INTERNAL")
                .setCondition(tried.path("condition").asText())
                .setMessage("boom")
                .build());
      }
      long taskMillis = tried.path("taskMillis").asLong();
      if (kind != RunEventKind.STARTED && taskMillis > 0) {
        event.setMeasured(RunMetrics.newBuilder().setTaskMillis(taskMillis).build());
      }
      reporter.tell(Topics.RUN_EVENTS, event, event.getEventId());
    }
  }

  private static FailureClassification classification(Row row, Reporter reporter, JsonNode tried) {
    JsonNode failure = tried.path("failure");
    String category = failure.path("category").asText();
    RunEvent event =
        reporter.event(
            tried.path("run").asText(),
            tried.path("attempt").asInt(),
            RunEventKind.FAILED,
            new EngineVersion(tried.path("version").asText()));
    return FailureClassification.newBuilder()
        .setWorkspace(event.getWorkspace())
        .setWorkload(row.workload)
        .setFingerprint(event.getFingerprint())
        .setRunId(event.getRunId())
        .setAttempt(event.getAttempt())
        .setCategory(FailureCategory.valueOf(category))
        .setProbabilities(Map.of(category, failure.path("confidence").asDouble()))
        .setOom(failure.path("outOfMemory").asBoolean())
        // One of its own for each path: others that the same failure hits would speak for a pin.
        .setSignature(failure.path("signature").asText() + "-" + row.workload)
        .setClassifier("flow-chart")
        .setClassifiedAt(Instant.now())
        .build();
  }

  private static String id(Row row, JsonNode tried) {
    return DecisionId.of(
            "classification",
            "1",
            row.workload,
            tried.path("run").asText(),
            tried.path("attempt").asText())
        .value();
  }

  /** Something that changes the fleet. */
  @FunctionalInterface
  private interface Ordered {
    void take() throws Exception;
  }

  /** Orders it and waits until those who decide have read it. */
  private static void seen(RolledOut installed, String topic, Ordered order) throws Exception {
    long before = epoch(installed, topic);
    order.take();
    Awaitility.await(topic).until(() -> epoch(installed, topic) > before);
  }

  private static long epoch(RolledOut installed, String topic) throws Exception {
    Pattern line =
        Pattern.compile("blinktwice_fleet_epoch\\{.*topic=\"" + topic + "\".*} ([0-9.]+)");
    return StreamSupport.stream(
            installed.api().text("/metrics").lines().map(line::matcher).spliterator(), false)
        .filter(Matcher::matches)
        .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
        .max()
        .orElse(-1);
  }
}
