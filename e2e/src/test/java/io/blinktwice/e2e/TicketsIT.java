package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.e2e.Terminal.Seen;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickets on a real Kafka: what one failure hits is one ticket, and its resolution fans out. */
class TicketsIT {
  private static final List<String> WORKLOADS = List.of("billing", "shipping", "stock");

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
  void workloadsThatOneFailureHitsAreOneTicketWhoseResolutionReleasesThem() throws Exception {
    for (String workload : WORKLOADS) {
      blinkTwice(workload);
    }
    Api.Answer found =
        api.await(
            "/v1/tickets?release=4.2.0",
            answer -> answer.body().path("tickets").path(0).path("members").asInt() == 3);
    assertEquals(1, found.body().path("count").asInt());
    String ticket = "/v1/tickets/" + found.body().path("tickets").path(0).path("ticket").asText();
    assertTrue(api.get(ticket + "/members").body().toString().contains("shipping"));
    aPersonLooksAtItAndGivesItToATeam(ticket.substring(ticket.lastIndexOf('/') + 1));
    Api.Answer done =
        api.call("POST", ticket + "/false-positive", "{\"id\": \"c1\", \"reason\": \"test\"}");
    assertEquals(200, done.status(), done.body().toString());
    assertEquals("false-positive", done.body().path("state").asText());
    for (String workload : WORKLOADS) {
      api.await("/v1/workloads/" + workload + "/pin", answer -> answer.status() == 404);
    }
    api.await(ticket, answer -> answer.body().path("pinned").asInt() == 0);
    assertEquals(409, api.call("POST", ticket + "/false-positive", "{}").status());
    assertEquals(404, api.call("POST", "/v1/tickets/none/close", "{}").status());
  }

  private static void aPersonLooksAtItAndGivesItToATeam(String id) throws Exception {
    Terminal terminal = new Terminal(installed.installation().addresses().http());
    Seen listed = terminal.say("list", "ticket", "--release", "4.2.0", "--state", "open");
    assertTrue(listed.text().contains(id), listed.text());
    assertTrue(terminal.say("explain", "ticket", id).text().contains("shipping"));
    Seen planned = terminal.say("ticket", "reassign", id, "--team", "sql", "--dry-run");
    assertTrue(planned.text().startsWith("would "), planned.text());
    Seen taken = terminal.say("ticket", "reassign", id, "--team", "sql", "--reason", "test");
    assertEquals(0, taken.exit(), taken.text());
    assertTrue(taken.text().contains("now triaged"), taken.text());
    assertTrue(terminal.say("get", "ticket", id, "-o", "json").text().contains("\"sql\""));
    Seen late = terminal.say("ticket", "close", id, "--if-match", "\"1\"");
    assertEquals(5, late.exit(), late.text());
    assertEquals(4, terminal.say("ticket", "close", "none").exit());
    Seen watched = terminal.say("watch", "ticket", "--from-start", "--count", "1");
    assertEquals(0, watched.exit(), watched.text());
  }

  private static void blinkTwice(String workload) throws Exception {
    try (Reporter job = new Reporter(installed.installation().addresses().kafka(), workload)) {
      job.failed("r1", 1, Workshop.RELEASE);
      api.await(
          "/v1/runs/r1/verdict?workload=" + workload + "&attempt=1&wait=10s",
          answer -> answer.status() == 200);
      job.succeeded("r1", 2, Workshop.STABLE);
      api.await("/v1/workloads/" + workload + "/pin", answer -> answer.status() == 200);
    }
  }
}
