package io.blinktwice.rollout.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WaveHash;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.events.VersionGrowth;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Order;
import io.blinktwice.rollout.effect.LoopedFleetLog;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and roll-out controllers read, over real HTTP and through the real topology. */
class HealthApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");

  @TempDir static Path folder;

  private final FleetView view = new FleetView();
  private final LoopedFleetLog log = new LoopedFleetLog(view, folder);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ApplicationContext context =
      ApplicationContext.builder()
          .properties(Map.of("micronaut.server.port", "-1", "micronaut.server.host", "127.0.0.1"))
          .build();
  private final EmbeddedServer server;
  private Instant now = BEGAN;
  private int runs;

  /** An answer as a client sees it. */
  record Seen(int status, JsonNode body) {}

  HealthApiTest() {
    Clock clock = Clock.fixed(BEGAN.plus(Duration.ofHours(1)), ZoneOffset.UTC);
    context.registerSingleton(HealthDesk.class, new HealthDesk(view, log, clock));
    context.start();
    server = context.getBean(EmbeddedServer.class);
  }

  @BeforeEach
  void rollOut() throws Exception {
    server.start();
    for (EngineVersion version : new EngineVersion[] {OLD, NEW}) {
      ReleaseNotes notes = new ReleaseNotes(List.of(), List.of(), "", null);
      log.register(
              new ReleaseEntry(
                  version,
                  null,
                  version.value(),
                  Map.of(),
                  List.of(),
                  notes,
                  ReleaseBudget.USUAL,
                  "alice",
                  now))
          .get();
    }
    log.order(new Command.Promote(order("1", OLD)), now).get();
    warmUp();
    log.order(new Command.Start(order("2", NEW), .25), now).get();
  }

  @AfterEach
  void stop() {
    context.close();
    log.close();
    client.close();
  }

  @Test
  void showsHowAReleaseFaresByWave() throws Exception {
    cleanRuns(40);

    JsonNode health = get("/v1/releases/4.2.0/health").body();
    assertEquals("CONTINUE", health.path("judgement").asText());
    assertEquals(1, health.path("successRate").asDouble());
    JsonNode wave = health.path("waves").path(1);
    assertEquals(.25, wave.path("toShare").asDouble());
    assertTrue(wave.path("workloads").asLong() > 3, health.toString());
    assertEquals(wave.path("runs"), wave.path("cleanRuns"));
    assertTrue(health.path("waves").path(0).path("runs").asLong() > 10, "the control");
    JsonNode upgrades = get("/v1/upgrades").body();
    assertEquals(1, upgrades.path("successRate").asDouble());
    assertEquals(2, upgrades.path("versionsAlive").asInt());
  }

  @Test
  void showsHowTheNeedForMemoryGrewWithTheRelease() throws Exception {
    cleanRuns(40);
    assertTrue(get("/v1/releases/4.2.0/health").body().path("memory").isNull());
    double[] ratios = {1.5, 1.02, 1, 0.7};
    for (double ratio : ratios) {
      advised("etl-" + ratio, ratio);
      advised("etl-" + ratio, ratio);
    }
    JsonNode memory = get("/v1/releases/4.2.0/health").body().path("memory");
    assertEquals(4, memory.path("workloads").asLong());
    assertEquals(1, memory.path("grown").asLong());
    assertEquals(1, memory.path("shrunk").asLong());
    assertEquals(1.02, memory.path("medianRatio").asDouble());
  }

  private void advised(String workload, double ratio) {
    log.advised(
        ResourceAdvice.newBuilder()
            .setWorkspace("w1")
            .setWorkload(workload)
            .setFingerprint(fingerprint("w1", workload).value())
            .setAdviceId("advice")
            .setGrowth(
                List.of(
                    VersionGrowth.newBuilder()
                        .setFromVersion(OLD.value())
                        .setToVersion(NEW.value())
                        .setRatio(ratio)
                        .setLow(ratio - 0.1)
                        .setHigh(ratio + 0.1)
                        .build()))
            .setAt(now)
            .build());
  }

  @Test
  void tellsHowARolloutWent() throws Exception {
    cleanRuns(40);
    log.order(new Command.Pause(order("3", NEW)), now).get();

    JsonNode told = get("/v1/rollouts/4.2.0/log").body();
    assertEquals("PAUSED", told.path("decisions").path(0).path("state").asText());
    assertEquals("ROLLING_OUT", told.path("decisions").path(1).path("state").asText());
    assertEquals(2, told.path("decisions").size(), told.toString());
    JsonNode points = told.path("points");
    long last = points.path(points.size() - 1).path("runs").asLong();
    assertTrue(points.size() > 1 && last > points.path(0).path("runs").asLong(), told.toString());
    assertEquals(404, get("/v1/rollouts/9.9.9/log").status());
  }

  /** As Argo's web metric provider asks; docs/rollout-controllers.md shows its template. */
  @Test
  void argoIsToldInOneWord() throws Exception {
    assertEquals("unknown", analysis().path("verdict").asText(), "no evidence is no health");
    cleanRuns(40);
    assertEquals("continue", analysis().path("verdict").asText());
    log.order(new Command.Pause(order("3", NEW)), now).get();
    assertEquals("pause", analysis().path("verdict").asText());
    assertEquals("alice paused 4.2.0 at 25 %: test", analysis().path("reason").asText());
    assertEquals(404, get("/v1/releases/9.9.9/analysis").status());
  }

  /** As Flagger's webhooks ask: 200 is yes, everything else no. */
  @Test
  void flaggersGatesOpenByTheEvidence() throws Exception {
    assertEquals(403, gate("advance"));
    assertEquals(403, gate("rollback"));
    cleanRuns(40);
    assertEquals(200, gate("advance"));
    assertEquals(403, gate("rollback"));
    log.order(new Command.Pause(order("3", NEW)), now).get();
    assertEquals(403, gate("advance"));
    assertEquals(200, gate("rollback"));
    assertEquals(404, gate("sideways"));
  }

  @Test
  void waitsForADecisionThatIsNewer() throws Exception {
    String known = get("/v1/rollouts/4.2.0").body().path("decisionId").asText();
    assertEquals(
        known,
        get("/v1/rollouts/4.2.0?wait=10ms&after=" + known).body().path("decisionId").asText());
    Thread asking =
        Thread.ofVirtual().start(() -> log.order(new Command.Pause(order("3", NEW)), now).join());
    JsonNode newer = get("/v1/rollouts/4.2.0?wait=60s&after=" + known).body();
    asking.join();
    assertEquals("PAUSED", newer.path("state").asText());
    assertEquals(422, get("/v1/rollouts/4.2.0?wait=61s").status());
    assertEquals(404, get("/v1/rollouts/3.5.8").status());
  }

  @Test
  void aDecisionOfTheJudgeShowsItsEvidenceAsData() throws Exception {
    cleanRuns(80);
    harm(12);

    JsonNode decision = get("/v1/rollouts/4.2.0").body();
    assertEquals("PAUSED", decision.path("state").asText(), decision.toString());
    JsonNode judged = decision.path("judged");
    assertEquals("PAUSE", judged.path("verdict").asText());
    assertTrue(judged.path("wealth").asDouble() >= judged.path("pauseAt").asDouble() - 1e-6);
    JsonNode bet = judged.path("evidence").path(0);
    assertTrue(bet.path("onRelease").asBoolean() && bet.path("factor").asDouble() > 1);
    assertFalse(bet.path("verdict").asText().isEmpty());
    assertEquals(.01, judged.path("budget").path("alpha").asDouble());
    assertEquals("pause", analysis().path("verdict").asText());
  }

  /** A hundred workloads of which it is known that they hardly ever fail. */
  private void warmUp() {
    for (int run = 0; run < 20; run++) {
      for (int number = 0; number < 100; number++) {
        ran(OLD, "harmed-" + number, "w" + number % 10, 1, VerdictAction.FINISH, true);
      }
    }
    somebodyRunsLater();
  }

  private void cleanRuns(int workloads) {
    for (int number = 0; number < workloads; number++) {
      String workspace = "w" + number % 10;
      EngineVersion version = isAdmitted(workspace, "clean-" + number) ? NEW : OLD;
      ran(version, "clean-" + number, workspace, 1, VerdictAction.FINISH, true);
    }
    somebodyRunsLater();
  }

  /** So many workloads of the wave fail on the release, and succeed at once on the old version. */
  private void harm(int workloads) {
    int harmed = 0;
    for (int number = 0; harmed < workloads; number++) {
      String workload = "harmed-" + number;
      String workspace = "w" + number % 10;
      if (isAdmitted(workspace, workload)) {
        ran(NEW, workload, workspace, 1, VerdictAction.RETRY_LAST_GOOD, false);
        ran(OLD, workload, workspace, 2, VerdictAction.FINISH, true);
        harmed++;
      }
    }
    somebodyRunsLater();
  }

  /** By it the judges know that what was before has happened. */
  private void somebodyRunsLater() {
    for (int minute = 0; minute < 3; minute++) {
      now = now.plusSeconds(60);
      ran(OLD, "later", "w0", 1, VerdictAction.FINISH, true);
    }
  }

  private void ran(
      EngineVersion version,
      String workload,
      String workspace,
      int attempt,
      VerdictAction action,
      boolean succeeded) {
    now = now.plusMillis(100);
    runs += attempt == 1 ? 1 : 0;
    log.ran(
        RunVerdict.newBuilder()
            .setDecisionId("verdict-" + runs + "-" + attempt)
            .setWorkspace(workspace)
            .setWorkload(workload)
            .setFingerprint(fingerprint(workspace, workload).value())
            .setRunId("run-" + runs)
            .setAttempt(attempt)
            .setEngineVersion(version.value())
            .setAction(action)
            .setSucceeded(succeeded)
            .setSuspect(!succeeded)
            .setRuleVersion("test")
            .setDecidedAt(now)
            .build());
  }

  private static boolean isAdmitted(String workspace, String workload) {
    return WaveHash.admitted(fingerprint(workspace, workload), NEW, .25);
  }

  private static Fingerprint fingerprint(String workspace, String workload) {
    return Fingerprint.ofExplicitId(new WorkspaceId(workspace), new WorkloadId(workload));
  }

  private static Order order(String id, EngineVersion version) {
    return new Order(id, "", version, "alice", "test");
  }

  private JsonNode analysis() throws IOException, InterruptedException {
    return get("/v1/releases/4.2.0/analysis").body();
  }

  private int gate(String gate) throws IOException, InterruptedException {
    String payload =
        "{\"name\": \"podinfo\", \"namespace\": \"test\", \"phase\": \"Progressing\","
            + " \"checksum\": \"85d557f47b\", \"metadata\": {}}";
    return send(HttpRequest.newBuilder(uri("/v1/releases/4.2.0/gates/" + gate))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(payload)))
        .status();
  }

  private Seen get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  private URI uri(String path) {
    return server.getURI().resolve(path);
  }

  private Seen send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Seen(answer.statusCode(), JSON.readTree(answer.body()));
  }
}
