package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.e2e.Terminal.Seen;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pinning as a scheduler without Kafka and a person at a terminal meet it: over HTTP alone. */
class PinningApiIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private static Path folder;
  private static RolledOut installed;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    installed = RolledOut.in(folder);
    api = installed.api();
  }

  @AfterAll
  static void stop() {
    installed.close();
  }

  @Test
  void aSchedulerWithoutKafkaSeesItsWorkloadPinnedAndAPersonEndsThat() throws Exception {
    Api.Answer batch =
        api.call(
            "POST",
            "/v1/run-events",
            "[%s, %s, {\"workload\": \"orders\"}]"
                .formatted(event("orders", "r1", 1, "started", "4.2.0"), failed("orders", "r1")));
    assertEquals(207, batch.status(), batch.body().toString());
    assertEquals(2, batch.body().path("accepted").asInt());
    assertEquals("refused", batch.body().path("results").path(2).path("status").asText());
    Api.Answer verdict =
        api.await(
            "/v1/runs/r1/verdict?workload=orders&attempt=1&wait=10s",
            answer -> answer.status() == 200);
    assertEquals("RETRY_LAST_GOOD", verdict.body().path("action").asText());
    assertEquals(202, post(event("orders", "r1", 2, "started", "3.5.7")).status());
    assertEquals(202, post(event("orders", "r1", 2, "succeeded", "3.5.7")).status());
    api.await("/v1/workloads/orders/pin", answer -> answer.status() == 200);
    assertEquals(202, post(failed("orders", "r1")).status());

    onePersonOfTwoExtendsIt();

    Seen told = program("explain", "workload", "orders");
    assertEquals(0, told.exit(), told.text());
    assertTrue(told.text().contains("3.5.7"), told.text());
    assertEquals(0, program("unpin", "orders", "--dry-run").exit());
    assertEquals(0, program("unpin", "orders", "--reason", "fixed").exit());
    api.await("/v1/workloads/orders/pin", answer -> answer.status() == 404);
    Api.Answer history =
        api.await(
            "/v1/workloads/orders/history",
            answer -> answer.body().toString().contains("released"));
    assertEquals("4.2.0", history.body().path("version").asText(), history.body().toString());
    assertEquals(
        List.of("created", "extended", "released"),
        history.body().path("events").findValuesAsText("kind"));
    assertEquals(4, program("get", "pin", "orders").exit());
  }

  private static void onePersonOfTwoExtendsIt() throws Exception {
    String tag =
        raw("GET", "/v1/workloads/orders/pin", "", "").headers().firstValue("ETag").orElseThrow();
    String path = "/v1/workloads/orders/pin/extend";
    String until = "{\"until\": \"2100-01-01T00:00:00Z\", \"reason\": \"quarter end\"}";
    assertEquals(202, raw("POST", path, until, tag).statusCode());
    assertEquals(412, raw("POST", path, until, tag).statusCode());
    api.await(
        "/v1/workloads/orders/pin",
        answer -> answer.body().path("expiresAt").asText().startsWith("2100"));
    assertEquals(412, raw("DELETE", "/v1/workloads/orders/pin", "", tag).statusCode());
    assertEquals(422, api.call("POST", path, "{\"until\": \"2001-01-01T00:00:00Z\"}").status());
  }

  @Test
  void aWorkloadThatBecomesSlowerIsComparedWithTheOlderVersionAndPinnedThere() throws Exception {
    for (int run = 0; run < 15; run++) {
      ranFor("3.5.7", "before-" + run, 600_000 + 3_000 * (run % 5));
    }
    for (int run = 0; run < 8; run++) {
      ranFor("4.2.0", "slow-" + run, 960_000 + 3_000 * (run % 5));
    }
    Api.Answer watched =
        api.await(
            "/v1/workloads/nightly",
            answer -> answer.body().path("speed").path("state").asText().equals("comparing"));
    assertEquals("3.5.7", watched.body().path("speed").path("version").asText());
    assertTrue(watched.body().path("pin").isMissingNode() || watched.body().path("pin").isNull());
    Api.Answer asked = resolve("\"workload\": \"nightly\"", "?explain=true");
    assertEquals("3.5.7", asked.body().path("version").asText(), asked.body().toString());
    assertEquals("compared", asked.body().path("rule").asText(), asked.body().toString());
    Seen explained = program("explain", "workload", "nightly");
    assertTrue(explained.text().contains("to see it go away there"), explained.text());

    for (int run = 0; run < 4; run++) {
      ranFor("3.5.7", "compared-" + run, 600_000 + 3_000 * (run % 5));
    }
    Api.Answer pin = api.await("/v1/workloads/nightly/pin", answer -> answer.status() == 200);
    assertEquals("3.5.7", pin.body().path("version").asText());
    JsonNode grown = pin.body().path("slowness").path("grown").path(0);
    assertEquals("taskMillis", grown.path("metric").asText(), pin.body().toString());
    assertEquals(1.6, grown.path("ratio").asDouble(), 0.1);
    assertTrue(grown.path("evidence").asDouble() > 100, pin.body().toString());
    assertEquals(202, api.call("DELETE", "/v1/workloads/nightly/pin?reason=seen", "").status());
    api.await("/v1/workloads/nightly/pin", answer -> answer.status() == 404);
  }

  private static void ranFor(String version, String run, long taskMillis) throws Exception {
    String succeeded = event("nightly", run, 1, "succeeded", version);
    String measured =
        ", \"measured\": {\"taskMillis\": %d, \"inputRows\": 1000000}}".formatted(taskMillis);
    Api.Answer posted = post(succeeded.substring(0, succeeded.length() - 1) + measured);
    assertEquals(202, posted.status(), posted.body().toString());
  }

  @Test
  void resolveMindsTheEnvironmentAndExplainsItself() throws Exception {
    assertEquals(
        200, api.call("PUT", "/v1/environments/old", "{\"newestEngine\": \"3.5.7\"}").status());
    assertEquals(
        200,
        api.call(
                "PUT", "/v1/environments/gone", "{\"state\": \"retired\", \"advice\": \"use old\"}")
            .status());
    Api.Answer chosen =
        api.await("/v1/environments", answer -> answer.body().path("environments").size() == 2);
    assertEquals("gone", chosen.body().path("environments").path(0).path("version").asText());

    Api.Answer explained =
        resolve("\"workload\": \"x\", \"environment\": \"old\"", "?explain=true");
    assertEquals("3.5.7", explained.body().path("version").asText(), explained.body().toString());
    assertTrue(explained.body().path("chain").size() > 1, explained.body().toString());
    assertTrue(explained.body().path("connect").asText().startsWith("sc://"));
    Api.Answer refused = resolve("\"workload\": \"x\", \"environment\": \"gone\"", "");
    assertEquals(409, refused.status());
    assertTrue(refused.body().path("detail").asText().contains("use old"));
    assertEquals(409, resolve("\"workload\": \"x\", \"environment\": \"never\"", "").status());
    assertEquals(
        resolve("\"job\": {\"name\": \"j\", \"parameters\": [\"a\", \"b\"]}", "")
            .body()
            .path("fingerprint"),
        resolve("\"job\": {\"name\": \"j\", \"parameters\": [\"b\", \"a\"]}", "")
            .body()
            .path("fingerprint"));
  }

  @Test
  void theTerminalPinsListsAndTellsWhatIsWrong() throws Exception {
    assertEquals(4, program("pin", "reports", "9.9.9").exit());
    assertEquals(0, program("pin", "reports", "3.5.7", "--reason", "quarter end").exit());
    api.await("/v1/pins", answer -> answer.body().toString().contains("reports"));
    Seen listed = program("list", "pin", "--pinned-to", "3.5.7");
    assertTrue(listed.text().contains("reports"), listed.text());
    assertTrue(api.get("/v1/pins/count?version=3.5.7").body().path("total").asInt() >= 1);
    Seen refused = program("pin", "reports", "4.2.0", "--if-match", "\"other\"");
    assertEquals(5, refused.exit(), refused.text());
    Seen watched = program("watch", "pin", "--workload", "reports", "--from-start", "--count", "1");
    assertEquals(0, watched.exit(), watched.text());
    assertTrue(watched.text().contains("reports"), watched.text());
    Seen resolved = program("resolve", "reports", "--explain");
    assertTrue(resolved.text().contains("pinned-by-hand"), resolved.text());
  }

  private static Api.Answer resolve(String whose, String query) throws Exception {
    return api.call("POST", "/v1/resolve" + query, "{\"run\": \"r1\", %s}".formatted(whose));
  }

  private static Api.Answer post(String event) throws Exception {
    return api.call("POST", "/v1/run-events", event);
  }

  private static String event(String workload, String run, int attempt, String kind, String on) {
    return "{\"workload\": \"%s\", \"run\": \"%s\", \"attempt\": %d, \"kind\": \"%s\", \"version\": \"%s\", \"sideEffects\": \"declared_idempotent\"}"
        .formatted(workload, run, attempt, kind, on);
  }

  private static String failed(String workload, String run) {
    String event = event(workload, run, 1, "failed", "4.2.0");
    return event.substring(0, event.length() - 1)
        + ", \"error\": {\"message\": \"[INTERNAL_ERROR] The Spark SQL phase planning failed. SQLSTATE: XX000\", \"exceptionClass\": \"org.apache.spark.SparkException\", \"condition\": \"INTERNAL_ERROR\", \"sqlState\": \"XX000\", \"grpcStatus\": \"INTERNAL\"}}";
  }

  private static HttpResponse<String> raw(String method, String path, String body, String ifMatch)
      throws Exception {
    URI address = installed.installation().addresses().http().resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!ifMatch.isEmpty()) {
      request.header("If-Match", ifMatch);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static Seen program(String... arguments) throws Exception {
    return new Terminal(installed.installation().addresses().http()).say(arguments);
  }
}
