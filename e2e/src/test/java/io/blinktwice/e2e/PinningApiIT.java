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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pinning as a scheduler without Kafka, a person at a terminal and one at the web page meet it:
 * over HTTP alone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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

  /** The first of all: what others do here must not stand in the lists. */
  @Test
  @Order(1)
  void everyVerbOfTheCommandLineSaysWhatItsTranscriptSays() throws Exception {
    blinkTwice("invoices");
    Transcripts transcripts = new Transcripts(installed.installation().addresses().http());
    String ticket = api.get("/v1/tickets").body().path("tickets").path(0).path("ticket").asText();

    transcripts.say("resolve", "invoices", "--explain");
    transcripts.say("resolve", "newcomer", "-o", "json");
    transcripts.are("resolve");

    transcripts.say("get", "workload", "invoices");
    transcripts.say("get", "pin", "invoices", "-o", "yaml");
    transcripts.say("get", "run", "upgrade", "--workload", "invoices");
    transcripts.say("get", "release", "4.2.0", "-o", "json");
    transcripts.say("get", "pin", "nobody");
    transcripts.say("get", "nonsense", "x");
    transcripts.are("get");

    transcripts.say("list", "pins");
    transcripts.say("list", "pins", "-o", "wide", "--away-from", "4.2.0");
    transcripts.say("list", "pins", "--containing", "nobody", "-o", "json");
    transcripts.say("list", "workloads");
    transcripts.say("list", "runs", "--workload", "invoices");
    transcripts.say("list", "runs");
    transcripts.say("list", "releases");
    transcripts.say("list", "environments");
    transcripts.say("list", "queue");
    transcripts.say("list", "placements");
    transcripts.are("list");

    transcripts.say("explain", "workload", "invoices");
    transcripts.say("explain", "run", "upgrade", "--workload", "invoices");
    transcripts.say("explain", "release", "4.2.0");
    transcripts.are("explain");

    transcripts.say("watch", "run", "--workload", "invoices", "--from-start", "--count", "1");
    transcripts.say("watch", "queue");
    transcripts.are("watch");

    transcripts.say("session", "list");
    transcripts.say("session", "get", "nobody");
    transcripts.are("session");

    transcripts.say("list", "tickets");
    transcripts.say("ticket", "reassign", ticket, "--team", "sql", "--reason", "knows casts");
    transcripts.say("ticket", "comment", ticket, "seen before");
    transcripts.say("ticket", "fix", ticket, "--in", "4.3.0", "--dry-run");
    transcripts.say("ticket", "reassign", ticket);
    transcripts.say("ticket", "close", ticket, "--if-match", "\"99\"");
    transcripts.are("ticket");

    transcripts.say(
        "release", "register", "4.3.0", "--follows", "4.2.0", "--dry-run", "-o", "json");
    transcripts.say("release", "register", "4.3.0", "--follows", "4.2.0", "--notes", "the next");
    api.await("/v1/releases/4.3.0", answer -> answer.status() == 200);
    transcripts.say("rollout", "start", "4.3.0", "--share", "0.1", "--dry-run");
    transcripts.say("rollout", "start", "9.9.9");
    transcripts.say("release", "retire", "4.3.0", "--reason", "never mind", "--dry-run");
    transcripts.are("release");

    transcripts.say("rollout", "pause", "4.2.0", "--reason", "looks odd");
    transcripts.say("rollout", "resume", "4.2.0", "--reason", "was nothing");
    transcripts.say("rollout", "advance", "4.2.0", "--share", "0.5");
    transcripts.say("rollout", "start", "4.2.0", "--watch");
    transcripts.are("rollout");

    transcripts.say("pin", "reports", "3.5.7", "--reason", "quarter end", "--dry-run");
    transcripts.say("pin", "reports", "9.9.9");
    transcripts.are("pin");
    transcripts.say("unpin", "invoices", "--dry-run", "-o", "json");
    transcripts.say("unpin", "invoices", "--reason", "fixed");
    api.await("/v1/workloads/invoices/pin", answer -> answer.status() == 404);
    transcripts.say("unpin", "nobody");
    transcripts.are("unpin");

    transcripts.say("cluster", "start", "4.2.0", "--size", "large", "--dry-run");
    transcripts.say("cluster", "drain", "local-1", "--dry-run", "-o", "json");
    transcripts.say("want", "local", "--max", "4", "--dry-run");
    transcripts.say("want", "local", "--size", "small");
    transcripts.are("pool");

    transcripts.say("deadletter", "list");
    transcripts.say("deadletter", "get", "nothing");
    transcripts.are("deadletter");

    transcripts.say("exec", "--workload", "cron", "--run", "c1", "--", "true");
    transcripts.say("exec", "--workload", "cron", "--retries", "11", "--", "true");
    transcripts.are("exec");

    api.await("/v1/audit", answer -> isAnswered(answer, "/v1/workloads/invoices/pin"));
    transcripts.say("audit", "--object", "/v1/workloads/invoices/pin");
    transcripts.are("audit");
  }

  private static boolean isAnswered(Api.Answer audit, String object) {
    for (JsonNode change : audit.body().path("changes")) {
      if (change.path("object").asText().equals(object) && change.path("status").isInt()) {
        return true;
      }
    }
    return false;
  }

  /** Clean three times on the old version, broken by the new one, rescued on the old. */
  private static void blinkTwice(String workload) throws Exception {
    for (int run = 0; run < 3; run++) {
      assertEquals(202, post(event(workload, "before-" + run, 1, "started", "3.5.7")).status());
      assertEquals(202, post(event(workload, "before-" + run, 1, "succeeded", "3.5.7")).status());
    }
    assertEquals(202, post(event(workload, "upgrade", 1, "started", "4.2.0")).status());
    String failed = event(workload, "upgrade", 1, "failed", "4.2.0");
    String error =
        ", \"error\": {\"message\": \"[CAST_INVALID_INPUT] The value 'x' of the type \\\"STRING\\\" cannot be cast to \\\"INT\\\". SQLSTATE: 22018\", \"exceptionClass\": \"org.apache.spark.SparkNumberFormatException\", \"condition\": \"CAST_INVALID_INPUT\", \"sqlState\": \"22018\", \"grpcStatus\": \"INTERNAL\"}}";
    assertEquals(202, post(failed.substring(0, failed.length() - 1) + error).status());
    Api.Answer verdict =
        api.await(
            "/v1/runs/upgrade/verdict?workload=%s&attempt=1&wait=10s".formatted(workload),
            answer -> answer.status() == 200);
    assertEquals("RETRY_LAST_GOOD", verdict.body().path("action").asText());
    assertEquals(202, post(event(workload, "upgrade", 2, "started", "3.5.7")).status());
    assertEquals(202, post(event(workload, "upgrade", 2, "succeeded", "3.5.7")).status());
    api.await("/v1/workloads/" + workload + "/pin", answer -> answer.status() == 200);
    api.await(
        "/v1/tickets", answer -> answer.body().path("tickets").path(0).path("pinned").asInt() >= 1);
    api.await("/v1/pins", answer -> answer.body().path("pins").size() >= 1);
    api.await(
        "/v1/workloads",
        answer -> answer.body().path("workloads").path(0).path("version").asText().equals("3.5.7"));
  }

  /** The long form, with every page and every action, is ConsoleIT. */
  @Test
  @Order(2)
  void aPersonSeesAPinOnTheWebPageAndReleasesIt() throws Exception {
    Browser.Found chromium = Browser.find("--present");
    Assumptions.assumeTrue(chromium.isThere(), chromium.said());
    blinkTwice("shown");
    Browser.drive(
        chromium,
        "short.test.mjs",
        Map.of(
            "BLINKTWICE_CONSOLE",
            "http://" + installed.installation().addresses().http().getAuthority()),
        Duration.ofMinutes(2));
    api.await("/v1/workloads/shown/pin", answer -> answer.status() == 404);
    Api.Answer history =
        api.await(
            "/v1/workloads/shown/history", answer -> answer.body().toString().contains("released"));
    assertTrue(history.body().toString().contains("seen on the page"), history.body().toString());
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
