package io.blinktwice.pool.effect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.ServerLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a server's listener says: one JSON object on each line. Whatever is missing is zero;
 * what is no report is empty.
 */
final class ReportLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ID = 200;
  private static final int LISTED_AT_MOST = 100;

  private static final List<String> FIGURES =
      List.of(
          "taskMillis",
          "cpuMillis",
          "gcMillis",
          "tasks",
          "failedTasks",
          "inputBytes",
          "inputRows",
          "outputBytes",
          "outputRows",
          "shuffleReadBytes",
          "shuffleWriteBytes",
          "spilledMemoryBytes",
          "spilledDiskBytes",
          "peakMemoryBytes",
          "peakHeapBytes");

  private ReportLines() {}

  /** The first line: who it is, and that it knows the secret. */
  record Greeting(String cluster, String proof) {}

  static Optional<Greeting> greeting(String line) {
    return read(line)
        .map(said -> new Greeting(said.path("cluster").asText(), said.path("proof").asText()));
  }

  static Optional<OperationUse> operation(JsonNode line) {
    JsonNode said = line.path("ended");
    String operation = id(said, "operation");
    if (!said.isObject() || operation.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> figures = new HashMap<>();
    FIGURES.forEach(name -> figures.put(name, count(said, name)));
    return Optional.of(
        new OperationUse(
            operation,
            id(said, "session"),
            outcome(said.path("outcome").asText()),
            Math.max(1, number(said, "revision")),
            time(said, "startedAt"),
            time(said, "endedAt"),
            figures));
  }

  private static OperationUse.Outcome outcome(String said) {
    for (OperationUse.Outcome outcome : OperationUse.Outcome.values()) {
      if (outcome.name().equals(said)) {
        return outcome;
      }
    }
    return OperationUse.Outcome.UNKNOWN;
  }

  static Optional<ServerLoad> load(JsonNode line) {
    JsonNode said = line.path("load");
    if (!said.isObject()) {
      return Optional.empty();
    }
    List<ServerLoad.Progress> operations = new ArrayList<>();
    for (JsonNode operation : said.path("operations")) {
      if (operations.size() < LISTED_AT_MOST) {
        operations.add(progress(operation));
      }
    }
    return Optional.of(
        new ServerLoad(
            time(said, "at"),
            new ServerLoad.Work(
                number(said, "activeTasks"),
                number(said, "queuedTasks"),
                number(said, "runningOperations"),
                number(said, "queuedOperations"),
                number(said, "sessions")),
            new ServerLoad.Memory(
                count(said, "maxHeap"),
                count(said, "usedHeap"),
                count(said, "executionMemory"),
                count(said, "cached"),
                count(said, "spilled")),
            share(said, "gcShare"),
            share(said, "cpuShare"),
            count(said, "freeDisk"),
            count(said, "dropped"),
            operations,
            number(said, "unlisted")));
  }

  private static ServerLoad.Progress progress(JsonNode said) {
    return new ServerLoad.Progress(
        id(said, "operation"),
        id(said, "session"),
        count(said, "tasks"),
        count(said, "endedTasks"),
        number(said, "activeTasks"),
        count(said, "taskMillis"),
        count(said, "inputBytes"),
        count(said, "shuffleBytes"),
        count(said, "spilledBytes"),
        time(said, "startedAt"));
  }

  /** Empty for what is no JSON object. */
  static Optional<JsonNode> read(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String id(JsonNode said, String name) {
    String text = said.path(name).asText("");
    return text.length() <= LONGEST_ID ? text : "";
  }

  private static long count(JsonNode said, String name) {
    return Math.max(0, said.path(name).asLong(0));
  }

  private static int number(JsonNode said, String name) {
    return (int) Math.min(Integer.MAX_VALUE, count(said, name));
  }

  private static double share(JsonNode said, String name) {
    double value = said.path(name).asDouble(0);
    return Double.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
  }

  private static Instant time(JsonNode said, String name) {
    return Instant.ofEpochMilli(count(said, name));
  }
}
