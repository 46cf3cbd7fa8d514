package io.blinktwice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.client.RunReport.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The exchanges that every client has in common, played to this one. */
class ConformanceTest {
  private static final Path EXCHANGES = Path.of("..", "conformance", "exchanges.json");

  /** Only who is to be too late is: a busy machine must not decide what comes out. */
  private static final int NO_HURRY_MILLIS = 30_000;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everyExchange() throws IOException {
    JsonNode scenarios = new ObjectMapper().readTree(EXCHANGES.toFile());
    assertTrue(scenarios.size() >= 14, "scenarios went missing");
    return StreamSupport.stream(scenarios.spliterator(), false)
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.get("name").textValue(),
                    () -> {
                      String name = Integer.toHexString(scenario.hashCode());
                      try (Played played =
                          new Played(scenario.get("client"), folder.resolve(name))) {
                        for (JsonNode step : scenario.get("steps")) {
                          played.step(step);
                        }
                        assertEquals(List.of(), played.server.faults());
                      }
                    }));
  }

  private static final class Played implements AutoCloseable {
    private final JsonNode options;
    private final Path state;
    private final RecordedServer server = new RecordedServer();
    private final Map<String, Resolved> resolved = new HashMap<>();
    private BlinktwiceClient client;

    Played(JsonNode options, Path state) throws IOException {
      this.options = options;
      this.state = state;
      this.client = started();
    }

    private BlinktwiceClient started() {
      return new BlinktwiceClient(
          new ClientOptions(
              server.url(),
              null,
              options.path("fallbackVersion").textValue(),
              state,
              options.path("outboxEvents").asInt(10_000)),
          Clock.systemUTC(),
          Duration.ofMillis(options.path("resolveMillis").asInt(NO_HURRY_MILLIS)));
    }

    void step(JsonNode step) throws InterruptedException {
      JsonNode answers = step.path("server");
      if (answers.isArray()) {
        server.expect(answers);
      } else if (answers.isTextual()) {
        server.away();
      } else if (step.has("fails")) {
        Throwable thrown = assertThrows(NoSuchElementException.class, () -> call(step));
        assertTrue(String.valueOf(thrown.getMessage()).contains(step.get("fails").textValue()));
      } else if (step.has("refused")) {
        Throwable thrown = assertThrows(EnvironmentRefused.class, () -> call(step));
        assertTrue(String.valueOf(thrown.getMessage()).contains(step.get("refused").textValue()));
      } else {
        holds(step, call(step));
      }
    }

    private static void holds(JsonNode step, @Nullable Map<String, @Nullable Object> given) {
      JsonNode expected = step.path("gives");
      if (expected.isNull()) {
        assertEquals(null, given, step::toString);
      }
      expected
          .properties()
          .forEach(
              field ->
                  assertEquals(
                      field.getValue().asText(),
                      Objects.toString(Objects.requireNonNull(given).get(field.getKey())),
                      () -> field.getKey() + " after " + step));
    }

    private @Nullable Map<String, @Nullable Object> call(JsonNode step)
        throws InterruptedException {
      JsonNode asked = step.path("with");
      return switch (step.get("call").textValue()) {
        case "resolve" -> resolve(asked);
        case "report" -> report(asked);
        case "verdict" -> verdict(asked);
        case "restart" -> restart();
        case "flush" -> {
          assertTrue(client.flush(Duration.ofSeconds(20)));
          yield count();
        }
        case "count" -> count();
        default -> throw new IllegalArgumentException(step.toString());
      };
    }

    private Map<String, @Nullable Object> resolve(JsonNode asked) throws InterruptedException {
      String run = asked.get("run").textValue();
      Resolved answer =
          client.resolve(
              workload(asked),
              run,
              asked.get("attempt").intValue(),
              asked.path("environment").textValue());
      resolved.put(run, answer);
      Map<String, @Nullable Object> told = answer.told();
      told.put("fallback", answer.fallback());
      told.put("problem", answer.problem());
      return told;
    }

    /** Kinds that there are not can only come from another program: they are put as they are. */
    private Map<String, @Nullable Object> report(JsonNode asked) {
      String run = asked.get("run").textValue();
      String kind = asked.get("kind").textValue();
      Kind known =
          Stream.of(Kind.values())
              .filter(one -> one.word().equals(kind))
              .findFirst()
              .orElse(Kind.STARTED);
      RunReport report =
          new RunReport(
              known,
              workload(asked),
              run,
              asked.get("attempt").intValue(),
              Objects.requireNonNull(resolved.get(run)));
      if (asked.has("error")) {
        report = report.failed(new IllegalStateException(asked.get("error").textValue()));
      }
      client.report(known.word().equals(kind) ? report : report.with("kind", kind));
      return Map.of();
    }

    private @Nullable Map<String, @Nullable Object> verdict(JsonNode asked)
        throws InterruptedException {
      return client
          .verdict(
              workload(asked),
              asked.get("run").textValue(),
              asked.get("attempt").intValue(),
              Duration.ofMillis(asked.path("waitMillis").asInt(5_000)))
          .map(Played::told)
          .orElse(null);
    }

    private static Map<String, @Nullable Object> told(Verdict verdict) {
      Map<String, @Nullable Object> told = new LinkedHashMap<>();
      told.put("action", verdict.action());
      told.put("retry", verdict.retry());
      told.put("retryVersion", verdict.retryVersion());
      told.put("decisionId", verdict.decisionId());
      return told;
    }

    private Map<String, @Nullable Object> restart() {
      client.close();
      client = started();
      return Map.of();
    }

    private Map<String, @Nullable Object> count() {
      return Map.of("pending", client.pending(), "lost", client.lost());
    }

    private static Workload workload(JsonNode asked) {
      JsonNode job = asked.path("job");
      return job.isMissingNode()
          ? Workload.named(asked.get("workload").textValue())
          : Workload.job(
              job.get("name").textValue(),
              job.path("entryPoint").textValue(),
              job.path("task").textValue(),
              StreamSupport.stream(job.path("parameters").spliterator(), false)
                  .map(JsonNode::textValue)
                  .toList());
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
