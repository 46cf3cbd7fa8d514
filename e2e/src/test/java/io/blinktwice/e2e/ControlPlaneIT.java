package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.metrics.KafkaMetrics;
import io.blinktwice.runtime.metrics.Meter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classifier, pinning and roll-outs on a real Kafka and a real registry, for a scheduler that
 * reports its runs itself.
 */
class ControlPlaneIT {
  @TempDir private static Path folder;
  private static RolledOut installed;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    installed = RolledOut.in(folder);
    api = installed.api();
  }

  /** In order: one that takes too long over it is killed, and says nothing. */
  @AfterAll
  static void stop() throws Exception {
    installed.close();
    String last = Files.readString(installed.plan().folder().logs().resolve("control-plane.log"));
    assertTrue(last.contains("Server is down"), last);
  }

  @Test
  void aRunThatBlinksTwiceIsPinnedAndReleasedByHand() throws Exception {
    try (Reporter job = reporter("orders")) {
      assertEquals("4.2.0", resolved("orders", "r1", 1));
      job.failed("r1", 1, Workshop.RELEASE);
      Api.Answer verdict = verdict("orders", "r1", 1);
      assertEquals("RETRY_LAST_GOOD", verdict.body().path("action").asText());
      assertEquals("SYSTEM", verdict.body().path("category").asText());
      assertEquals("3.5.7", resolved("orders", "r1", 2));
      job.succeeded("r1", 2, Workshop.STABLE);
      Api.Answer pin = api.await("/v1/workloads/orders/pin", answer -> answer.status() == 200);
      assertEquals("3.5.7", pin.body().path("version").asText());
      assertEquals("4.2.0", pin.body().path("awayFrom").asText());
      assertEquals("3.5.7", resolved("orders", "r2", 1));
      assertEquals(202, api.call("DELETE", "/v1/workloads/orders/pin?reason=fixed", "").status());
      api.await("/v1/workloads/orders/pin", answer -> answer.status() == 404);
      api.await("/v1/pins", answer -> !answer.body().toString().contains("orders"));
      assertEquals("4.2.0", resolved("orders", "r2", 1));
    }
  }

  /** And its Kafka in the same moment, where that is ours: nobody ends what both had begun. */
  @Test
  void aStateThatIsKilledComesBackWithEverythingInIt() throws Exception {
    try (Reporter job = reporter("invoices")) {
      job.failed("r1", 1, Workshop.RELEASE);
      verdict("invoices", "r1", 1);
      if (installed.kafka() instanceof KafkaUnderTest.Embedded) {
        installed.installation().broker().kill();
      }
      installed.installation().controlPlane().kill();
      job.succeeded("r1", 2, Workshop.STABLE);
      Api.Answer pin = api.await("/v1/workloads/invoices/pin", answer -> answer.status() == 200);
      assertEquals("r1", pin.body().path("evidence").path("run").asText());
      assertEquals("RETRY_LAST_GOOD", verdict("invoices", "r1", 1).body().path("action").asText());
    }
  }

  @Test
  void aPersonsPinNeedsAKnownVersionAndThenWins() throws Exception {
    assertEquals(
        422, api.call("PUT", "/v1/workloads/reports/pin", "{\"version\": \"9.9.9\"}").status());
    assertEquals(
        202,
        api.call(
                "PUT",
                "/v1/workloads/reports/pin",
                "{\"version\": \"3.5.7\", \"reason\": \"quarter end\"}")
            .status());
    api.await("/v1/workloads/reports/pin", answer -> answer.status() == 200);
    assertEquals("3.5.7", resolved("reports", "r1", 1));
  }

  @Test
  void theMetricsPageHasWhateverKafkaIsSaidToMeasure() throws Exception {
    try (Reporter job = reporter("measured")) {
      job.succeeded("r1", 1, Workshop.STABLE);
      verdict("measured", "r1", 1);
    }
    String page = api.text("/metrics");
    for (Meter meter : KafkaMetrics.CATALOGUE) {
      assertTrue(page.contains("\n" + meter.name() + "{role=\"pinning\""), meter.name());
    }
    assertTrue(page.contains("{role=\"pinning\",topic=\"blinktwice.run-events\"}"), page);
  }

  @Test
  void anEmptyListIsAnAnswer() throws Exception {
    Api.Answer pins = api.get("/v1/pins?version=0.0.1");
    assertTrue(pins.body().path("pins").isArray(), pins.body().toString());
  }

  @Test
  void badRequestsAreAnsweredWithAProblemThatSaysWhatToDo() throws Exception {
    assertProblem(422, "POST", "/v1/resolve", "{\"workload\": \"\", \"run\": \"r\"}");
    assertProblem(
        422, "POST", "/v1/resolve", "{\"workload\": \"w\", \"run\": \"r\", \"attempt\": 0}");
    assertProblem(400, "POST", "/v1/resolve", "{\"workload\": \"w\"}");
    assertProblem(400, "POST", "/v1/resolve", "not json");
    assertProblem(404, "GET", "/v1/runs/none/verdict?workload=none", "");
    assertProblem(422, "GET", "/v1/runs/none/verdict?workload=none&wait=1h", "");
    assertProblem(404, "GET", "/v1/workloads/none", "");
    assertProblem(404, "DELETE", "/v1/workloads/none/pin", "");
    assertProblem(404, "GET", "/v1/nothing-here", "");
    for (String list :
        List.of("pins", "workloads", "tickets", "audit", "sessions", "dead-letters")) {
      assertProblem(422, "GET", "/v1/" + list + "?limit=-1", "");
    }
  }

  private static void assertProblem(int status, String method, String path, String body)
      throws Exception {
    Api.Answer answer = api.call(method, path, body);
    assertEquals(status, answer.status(), method + " " + path + ": " + answer.body());
    assertEquals(status, answer.body().path("status").asInt(), answer.body().toString());
    assertEquals(false, answer.body().path("detail").asText().isBlank(), answer.body().toString());
  }

  private static Reporter reporter(String workload) {
    return new Reporter(installed.installation().addresses().kafka(), workload);
  }

  private static String resolved(String workload, String run, int attempt) throws Exception {
    Api.Answer answer =
        api.call(
            "POST",
            "/v1/resolve",
            "{\"workload\": \"%s\", \"run\": \"%s\", \"attempt\": %d}"
                .formatted(workload, run, attempt));
    assertEquals(200, answer.status(), answer.body().toString());
    return answer.body().path("version").asText();
  }

  private static Api.Answer verdict(String workload, String run, int attempt) {
    return api.await(
        "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=10s".formatted(run, workload, attempt),
        answer -> answer.status() == 200);
  }
}
