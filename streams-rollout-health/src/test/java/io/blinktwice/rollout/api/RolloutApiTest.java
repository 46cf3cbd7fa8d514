package io.blinktwice.rollout.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.rollout.effect.LoopedFleetLog;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real HTTP server and the real topology. */
class RolloutApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901Z"), ZoneOffset.UTC);

  @TempDir static Path folder;

  private final FleetView view = new FleetView();
  private final LoopedFleetLog log = new LoopedFleetLog(view, folder);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ApplicationContext context =
      ApplicationContext.builder()
          .properties(Map.of("micronaut.server.port", "-1", "micronaut.server.host", "127.0.0.1"))
          .build();
  private final EmbeddedServer server;

  /** An answer as a client sees it. */
  record Seen(int status, String type, JsonNode body) {
    String detail() {
      return body.path("detail").asText();
    }
  }

  RolloutApiTest() {
    context.registerSingleton(RolloutDesk.class, new RolloutDesk(view, log, CLOCK));
    context.start();
    server = context.getBean(EmbeddedServer.class);
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    context.close();
    log.close();
    client.close();
  }

  @Test
  void registersAReleaseWithItsVersionAsEngine() throws Exception {
    Seen put = put("/v1/releases/3.5.7", "");

    assertEquals(200, put.status());
    assertEquals("application/json", put.type());
    assertEquals("3.5.7", put.body().path("engine").asText());
    assertEquals(put.body(), get("/v1/releases/3.5.7").body());
    assertEquals(1, get("/v1/releases").body().path("releases").size());
  }

  @Test
  void keepsAllThatIsSaidOfARelease() throws Exception {
    Seen put =
        put(
            "/v1/releases/4.1.2-hotfix1",
            """
            {"predecessor": "3.5.7", "engine": "4.1.2",
             "sparkConf": {"spark.sql.ansi.enabled": "false"}, "jvmFlags": ["-Xss4m"],
             "pauseBudget": 0.001, "harmBudget": 25,
             "fixes": ["T-1"], "notes": "read this", "changedBehaviours": [
               {"condition": "CAST_INVALID_INPUT", "policy": "warn", "hint": "use try_cast"}]}
            """);

    assertEquals(200, put.status());
    assertEquals(
        JSON.readTree(
            """
            {"version": "4.1.2-hotfix1", "predecessor": "3.5.7", "engine": "4.1.2",
             "sparkConf": {"spark.sql.ansi.enabled": "false"}, "jvmFlags": ["-Xss4m"],
             "pauseBudget": 0.001, "harmBudget": 25,
             "fixes": ["T-1"], "notes": "read this", "retired": false, "retiredTo": null,
             "state": "CANDIDATE",
             "changedBehaviours": [
               {"condition": "CAST_INVALID_INPUT", "policy": "warn", "hint": "use try_cast"}],
             "registeredBy": "alice", "registeredAt": "2026-01-02T03:04:05.678Z"}
            """),
        put.body());
  }

  @Test
  void saysAllThatIsWrongWithARelease() throws Exception {
    Seen put =
        put(
            "/v1/releases/4.2.0",
            """
            {"predecessor": "4.2.0", "engine": "../x", "sparkConf": {"a": "b", "spark.c": 1},
             "jvmFlags": ["Xmx1g"], "colour": "red"}
            """);

    assertEquals(422, put.status());
    assertEquals("application/problem+json", put.type());
    assertEquals(6, put.body().path("errors").size(), put.body().toString());
    assertEquals(0, get("/v1/releases").body().path("releases").size());
  }

  @Test
  void saysWhatNoRollOutCanBeAllowed() throws Exception {
    Seen put = put("/v1/releases/4.2.0", "{'pauseBudget': 1, 'harmBudget': 0}".replace('\'', '"'));

    assertEquals(422, put.status());
    assertEquals(2, put.body().path("errors").size(), put.body().toString());
  }

  @Test
  void saysWhatIsWrongWithADeclaredChange() throws Exception {
    Seen put =
        put(
            "/v1/releases/4.2.0",
            """
            {"changedBehaviours": [{"condition": "cast", "policy": "ignore"}, {"policy": "keep"}],
             "fixes": "T-1"}
            """);

    assertEquals(422, put.status());
    assertEquals(4, put.body().path("errors").size(), put.body().toString());
  }

  @Test
  void letsOneOfTwoChangeTheReleaseThatBothLookedAt() throws Exception {
    register("4.2.0");
    String seen = tag("/v1/releases/4.2.0");

    assertEquals(200, put("/v1/releases/4.2.0", "{\"notes\": \"mine\"}", seen).status());
    assertEquals(412, put("/v1/releases/4.2.0", "{\"notes\": \"other\"}", seen).status());
    assertEquals("mine", get("/v1/releases/4.2.0").body().path("notes").asText());
  }

  @Test
  void retiresAVersionThatNobodyIsPinnedTo() throws Exception {
    register("3.5.7");

    assertEquals(422, retire("3.5.7", "{}").status());
    Seen retired = retire("3.5.7", "{'reason': 'old'}");

    assertEquals(200, retired.status());
    assertTrue(retired.body().path("retired").asBoolean(), retired.body().toString());
    assertEquals(404, retire("9.9.9", "{'reason': 'old'}").status());
  }

  @Test
  void namesTheWorkloadsThatStandInTheWayOfARetirement() throws Exception {
    register("3.5.7");
    log.pin(new PinnedWorkload("team", "orders", "w1:" + "0".repeat(32), "pin-1", "3.5.7"));

    Seen refused = retire("3.5.7", "{'reason': 'old'}");

    assertEquals(409, refused.status());
    assertEquals("team/orders", refused.body().path("errors").path(0).asText());
    assertEquals(false, get("/v1/releases/3.5.7").body().path("retired").asBoolean());
    assertEquals(0, log.moved().size());
  }

  @Test
  void movesPinnedWorkloadsWhereThatIsAskedFor() throws Exception {
    register("3.5.7", "4.1.2");
    log.pin(new PinnedWorkload("team", "orders", "w1:" + "0".repeat(32), "pin-1", "3.5.7"));

    assertEquals(
        422, retire("3.5.7", "{'reason': 'old', 'pinned': 'move', 'moveTo': '3.5.7'}").status());
    assertEquals(422, retire("3.5.7", "{'reason': 'old', 'moveTo': '4.1.2'}").status());
    Seen moved = retire("3.5.7", "{'reason': 'old', 'pinned': 'move', 'moveTo': '4.1.2'}");

    assertEquals(200, moved.status(), moved.body().toString());
    assertEquals("4.1.2", moved.body().path("retiredTo").asText());
    assertEquals("4.1.2", log.moved().getFirst().getVersion());
    assertEquals("3.5.7 is retired: old", log.moved().getFirst().getReason());
  }

  @Test
  void retiresNothingThatTheFleetRuns() throws Exception {
    register("3.5.7");
    order("3.5.7/promote", "{'reason': 'first'}");

    assertEquals(409, retire("3.5.7", "{'reason': 'old'}").status());
  }

  private Seen retire(String version, String body) throws Exception {
    return send(
        request("/v1/releases/" + version + "/retire")
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  private String tag(String path) throws Exception {
    return client
        .send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  private Seen put(String path, String body, String ifMatch) throws Exception {
    return send(
        request(path).header("If-Match", ifMatch).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void takesARolloutThroughItsLife() throws Exception {
    register("3.5.7", "4.2.0");
    assertEquals("STABLE", order("3.5.7/promote", "{'reason': 'first'}").state());
    assertEquals("ROLLING_OUT", order("4.2.0/start", "{'share': 0.1, 'reason': 'try'}").state());
    assertEquals("ROLLING_OUT", order("4.2.0/advance", "{'share': 0.5, 'reason': 'on'}").state());
    assertEquals("PAUSED", order("4.2.0/pause", "{'reason': 'wait'}").state());
    assertEquals("ROLLING_OUT", order("4.2.0/resume", "{'reason': 'go'}").state());
    assertEquals("ABORTED", order("4.2.0/abort", "{'reason': 'no'}").state());

    JsonNode rollouts = get("/v1/rollouts").body();
    assertEquals("3.5.7", rollouts.path("stable").asText());
    assertEquals("3.5.7", rollouts.path("rollouts").path(1).path("stableBefore").asText());
    assertEquals(
        "alice aborted the roll-out of 4.2.0 at 50 %: no",
        rollouts.path("rollouts").path(1).path("reasons").path(0).path("sentence").asText());
  }

  @Test
  void aReleaseSaysWhereItStandsAndThatIsNoChangeOfTheCatalogue() throws Exception {
    register("3.5.7", "4.2.0");
    order("3.5.7/promote", "{'reason': 'first'}");
    assertEquals("STABLE", stateOf("3.5.7"));
    assertEquals("CANDIDATE", stateOf("4.2.0"));
    String before = tag("/v1/releases/4.2.0");
    order("4.2.0/start", "{'share': 0.1, 'reason': 'try'}");
    assertEquals("ROLLING_OUT", stateOf("4.2.0"));
    assertEquals(before, tag("/v1/releases/4.2.0"));
    order("4.2.0/pause", "{'reason': 'wait'}");
    assertEquals("PAUSED", get("/v1/releases").body().at("/releases/1/state").asText());
    order("4.2.0/abort", "{'reason': 'no'}");
    assertEquals("ABORTED", stateOf("4.2.0"));
    retire("4.2.0", "{'reason': 'no'}");
    assertEquals("RETIRED", stateOf("4.2.0"));
  }

  private String stateOf(String version) throws Exception {
    return get("/v1/releases/" + version).body().path("state").asText();
  }

  @Test
  void refusesAtOnceWhatTheDecisionWouldRefuse() throws Exception {
    register("3.5.7", "4.2.0");
    order("3.5.7/promote", "{'reason': 'first'}");

    Ordered unknown = order("9.9.9/start", "{'share': 0.1, 'reason': 'try'}");
    assertEquals(404, unknown.seen().status());
    assertEquals("VERSION_IS_NOT_REGISTERED", unknown.seen().body().path("rule").asText());
    assertEquals(409, order("4.2.0/pause", "{'reason': 'x'}").seen().status());
    assertEquals(409, order("3.5.7/abort", "{'reason': 'x'}").seen().status());
    assertEquals(422, order("4.2.0/start", "{'share': 1.1, 'reason': 'x'}").seen().status());
  }

  @Test
  void aStartWithoutAShareGoesByEvidenceAndAResumeStatesItsBudget() throws Exception {
    register("3.5.7", "4.2.0");
    order("3.5.7/promote", "{'reason': 'first'}");

    JsonNode started = order("4.2.0/start", "{'reason': 'go'}").seen().body().path("decision");
    assertEquals(0.003, started.path("share").asDouble());
    order("4.2.0/pause", "{'reason': 'look'}");
    assertEquals(422, order("4.2.0/resume", "{'reason': 'x', 'pauseBudget': 2}").seen().status());
    JsonNode resumed =
        order("4.2.0/resume", "{'reason': 'fine', 'pauseBudget': 0.001}")
            .seen()
            .body()
            .path("decision");
    assertTrue(
        resumed.path("reasons").path(0).path("sentence").asText().contains("at most 0.00100"),
        resumed.toString());
  }

  @Test
  void saysWhatIsWrongWithAnOrder() throws Exception {
    assertEquals(404, order("4.2.0/destroy", "{'reason': 'x'}").seen().status());
    assertEquals(422, order("4.2/pause", "{'reason': 'x'}").seen().status());
    assertEquals(422, order("4.2.0/pause", "{}").seen().status());
    assertEquals(422, order("4.2.0/pause", "{'reason': ' '}").seen().status());
    assertEquals(422, order("4.2.0/pause", "{'reason': 'x', 'share': 0.1}").seen().status());
    assertEquals(422, order("4.2.0/advance", "{'reason': 'x'}").seen().status());
    assertEquals(422, order("4.2.0/pause", "{'reason': 'x', 'pauseBudget': 0.1}").seen().status());
    assertEquals(422, order("4.2.0/start", "{'reason': 'x', 'share': '1'}").seen().status());
    assertEquals(400, order("4.2.0/pause", "{'reason'").seen().status());
    assertEquals(400, order("4.2.0/pause", "[]").seen().status());
    assertEquals(400, order("4.2.0/pause", "{'reason':'a','reason':'b'}").seen().status());
    assertEquals(400, order("4.2.0/pause", "{'reason':'a'} {}").seen().status());
    assertEquals(400, order("4.2.0/pause", "\u0000\u0001").seen().status());
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    Ordered refused = order("4.2.0/pause", "{'reason': '" + "x".repeat(70_000) + "'}");

    assertEquals(413, refused.seen().status());
    assertTrue(refused.seen().detail().contains("65536"));
  }

  @Test
  void asksForPatienceUntilTheTopicsAreRead() throws Exception {
    log.read(false);

    assertEquals(503, get("/v1/releases").status());
    assertEquals(503, get("/v1/rollouts").status());
    assertEquals(503, put("/v1/releases/4.2.0", "{}").status());
    assertEquals(503, order("4.2.0/pause", "{'reason': 'x'}").seen().status());
  }

  @Test
  void saysThatAWriteWasNotConfirmed() throws Exception {
    log.breakDown();

    Seen put = put("/v1/releases/4.2.0", "{}");
    assertEquals(503, put.status());
    assertTrue(put.detail().contains("did not confirm"));
  }

  @Test
  void takesNoOrderFromAStrangersPage() throws Exception {
    register("3.5.7");

    assertEquals(403, promote("Origin", "http://evil.example").status());
    assertEquals(403, promote("Origin", "null").status());
    assertEquals(415, promote("Content-Type", "text/plain").status());
    assertEquals("application/problem+json", promote("Content-Type", "text/plain").type());
    assertEquals(0, get("/v1/rollouts").body().path("rollouts").size());
    assertEquals(202, promote("Origin", "http://localhost:1").status());
  }

  @Test
  void takesNoOrderUnderAStrangersName() throws Exception {
    assertEquals("HTTP/1.1 421", answerToHost("evil.example").substring(0, 12));
    assertEquals("HTTP/1.1 409", answerToHost("localhost").substring(0, 12));
  }

  /** HttpClient keeps its Host header to itself. */
  private String answerToHost(String host) throws IOException {
    String request =
        "POST /v1/rollouts/9.9.9/pause HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{\"reason\":\"x\"}"
            .formatted(host);
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Seen promote(String header, String value) throws Exception {
    return send(
        request("/v1/rollouts/3.5.7/promote")
            .setHeader(header, value)
            .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"first\"}")));
  }

  @Test
  void knowsNoReleaseThatNobodyRegistered() throws Exception {
    assertEquals(404, get("/v1/releases/4.2.0").status());
    assertEquals(422, get("/v1/releases/latest").status());
  }

  /** What came of an order. */
  record Ordered(Seen seen) {
    String state() {
      assertEquals(202, seen.status(), seen.body().toString());
      assertEquals("decided", seen.body().path("status").asText());
      return seen.body().path("decision").path("state").asText();
    }
  }

  private void register(String... versions) throws Exception {
    for (String version : versions) {
      assertEquals(200, put("/v1/releases/" + version, "{}").status());
    }
  }

  /** Single quotes stand for double ones. */
  private Ordered order(String path, String body) throws Exception {
    return new Ordered(
        send(
            request("/v1/rollouts/" + path)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))));
  }

  private Seen put(String path, String body) throws Exception {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Seen get(String path) throws Exception {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.getURI().resolve(path))
        .header("Content-Type", "application/json")
        .header("X-Actor", "alice");
  }

  private Seen send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Seen(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        JSON.readTree(response.body()));
  }
}
