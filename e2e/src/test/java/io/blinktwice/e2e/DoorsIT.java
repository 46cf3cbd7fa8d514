package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation that people sign in to: workspaces, the audit trail, and the stream of events. */
class DoorsIT {
  private static final String PIN = "{\"version\": \"3.5.7\", \"reason\": \"test\"}";

  @TempDir private static Path folder;
  private static KafkaUnderTest kafka;
  private static Installation installation;
  private static KeyFile keys;
  private static Api nobody;
  private static Api blue;
  private static Api red;
  private static Api chief;

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaUnderTest.start();
    keys = new KeyFile(new InstallationFolder(folder).keys());
    String blueKey = key("blue", Right.OPERATE);
    String redKey = key("red", Right.OPERATE);
    String chiefKey = key("*", Right.ADMIN);
    installation =
        new Installation(
            Workshop.plan(folder, kafka.backbone(), Workshop.STABLE), System.out::println);
    installation.start();
    nobody = new Api(installation.addresses().http());
    blue = nobody.with(blueKey);
    red = nobody.with(redKey);
    chief = nobody.with(chiefKey);
  }

  private static String key(String workspace, Right right) throws IOException {
    ApiKey.Fresh fresh =
        ApiKey.create(
            right.word() + "@" + workspace,
            Scope.of(workspace),
            right,
            new SecureRandom(),
            Instant.now());
    keys.add(fresh.kept());
    return fresh.secret();
  }

  @AfterAll
  static void stop() {
    installation.close();
    kafka.close();
  }

  @Test
  void everybodySeesAndChangesOnlyTheirOwn() throws Exception {
    assertEquals(401, nobody.get("/v1/pins").status());
    assertEquals(200, nobody.get("/health").status());
    assertEquals(202, blue.call("PUT", "/v1/workloads/orders/pin", PIN).status());
    blue.await("/v1/workloads/orders/pin", answer -> answer.status() == 200);
    blue.await("/v1/pins", answer -> answer.body().path("pins").size() > 0);
    assertEquals(404, red.get("/v1/workloads/orders").status());
    assertEquals(404, red.get("/v1/workloads/orders/pin").status());
    assertEquals(404, red.call("DELETE", "/v1/workloads/orders/pin", "").status());
    assertEquals(0, red.get("/v1/pins").body().path("pins").size());
    assertEquals("3.5.7", resolved(blue));
    assertEquals("by-hand", blue.get("/v1/workloads/orders/pin").body().path("byHand").isNull() ? "" : "by-hand");
    assertEquals(403, blue.call("PUT", "/v1/releases/9.9.9", "{}").status());
    assertEquals(200, blue.get("/v1/releases").status());
    assertEquals(403, blue.get("/v1/audit").status());
  }

  private static String resolved(Api api) throws Exception {
    return api.call("POST", "/v1/resolve", "{\"workload\": \"orders\", \"run\": \"r\"}")
        .body()
        .path("version")
        .asText();
  }

  @Test
  void theTrailSaysWhoChangedWhat() throws Exception {
    assertEquals(202, blue.call("PUT", "/v1/workloads/audited/pin", PIN).status());
    assertEquals(403, blue.call("PUT", "/v1/releases/9.9.9", "{}").status());
    Api.Answer page =
        chief.await(
            "/v1/audit?limit=1000",
            answer ->
                find(answer, "/v1/workloads/audited/pin").path("status").isInt()
                    && find(answer, "/v1/releases/9.9.9").path("status").isInt());
    JsonNode pinned = find(page, "/v1/workloads/audited/pin");
    assertEquals("operate@blue", pinned.path("actor").asText());
    assertEquals("blue", pinned.path("workspace").asText());
    assertEquals(202, pinned.path("status").asInt());
    assertTrue(pinned.path("accepted").asBoolean());
    assertFalse(find(page, "/v1/releases/9.9.9").path("accepted").asBoolean(true));
    assertEquals("blinktwice up", find(page, "/v1/releases/3.5.7").path("actor").asText());
    Api.Answer first = chief.get("/v1/audit?limit=1");
    Api.Answer second = chief.get("/v1/audit?limit=1&before=" + first.body().path("next").asLong());
    assertFalse(
        first.body().path("changes").path(0).equals(second.body().path("changes").path(0)));
  }

  private static JsonNode find(Api.Answer page, String object) {
    for (JsonNode change : page.body().path("changes")) {
      if (change.path("object").asText().equals(object)) {
        return change;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  @Test
  void aListenerGoesOnWhereItWasAfterTheServerWasKilled() throws Exception {
    String query = "types=pin-events&workload=heard&from=start";
    assertEquals(202, blue.call("PUT", "/v1/workloads/heard/pin", PIN).status());
    List<Api.Heard> before = blue.listen(query, "", event -> event.name().equals("pin-event"));
    assertEquals(List.of("CREATED"), kinds(before));
    installation.controlPlane().kill();
    blue.await("/v1/workloads/heard/pin", answer -> answer.status() == 200);
    assertEquals(202, blue.call("DELETE", "/v1/workloads/heard/pin?reason=done", "").status());
    List<Api.Heard> after =
        blue.listen(query, before.getLast().id(), event -> event.name().equals("pin-event"));
    assertEquals(List.of("RELEASED"), kinds(after));
    List<Api.Heard> again =
        blue.listen(query, "", event -> event.data().path("kind").asText().equals("RELEASED"));
    assertEquals(List.of("CREATED", "RELEASED"), kinds(again));
    assertEquals(
        List.of(),
        red.listen("types=pin-events,pins&from=start", "", e -> e.name().equals("heartbeat")));
    assertEquals(422, blue.get("/v1/events?types=secrets").status());
  }

  private static List<String> kinds(List<Api.Heard> heard) {
    return heard.stream().map(event -> event.data().path("kind").asText()).toList();
  }
}
