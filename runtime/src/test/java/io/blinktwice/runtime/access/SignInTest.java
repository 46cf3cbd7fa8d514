package io.blinktwice.runtime.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.access.House.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doors of a real server, with API keys. */
class SignInTest {
  private static final String WRONG = "bt_0123456789ab_" + "0".repeat(64);

  @TempDir Path folder;
  private Path keys;
  private House house;

  @BeforeEach
  void open() {
    keys = folder.resolve("keys.json");
    house = new House(Map.of("blinktwice.access.keys-file", keys.toString()));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void everyRoleOpensItsOwnDoorsAndThoseBelow() throws Exception {
    for (String workspace : List.of("blue", "*")) {
      for (Right right : List.of(Right.VIEW, Right.OPERATE, Right.ADMIN)) {
        String key = House.newKey(keys, workspace, right);
        boolean operates = right.covers(Right.OPERATE);
        boolean platform = workspace.equals("*");
        assertStatus(200, key, "GET", "/rooms/open");
        assertStatus(200, key, "GET", "/rooms/view");
        assertStatus(200, key, "POST", "/rooms/ask");
        assertStatus(operates ? 200 : 403, key, "PUT", "/rooms/operate");
        assertStatus(operates && platform ? 200 : 403, key, "PUT", "/rooms/fleet");
        assertStatus(right == Right.ADMIN ? 200 : 403, key, "GET", "/rooms/admin");
        assertStatus(right == Right.ADMIN && platform ? 200 : 403, key, "GET", "/rooms/undeclared");
      }
    }
  }

  private void assertStatus(int status, String key, String method, String path) throws Exception {
    Answer answer = house.with(key, method, path);
    assertEquals(status, answer.status(), path + ": " + answer.body());
    if (status == 403) {
      assertEquals("application/problem+json", answer.header("content-type"));
      assertTrue(answer.header("www-authenticate").contains("insufficient_scope"));
    }
  }

  @Test
  void withoutACredentialOnlyTheOpenDoorOpens() throws Exception {
    assertEquals(200, house.call("GET", "/rooms/open", "").status());
    for (String path : List.of("/rooms/view", "/rooms/undeclared", "/no/such/room")) {
      Answer answer = house.call("GET", path, "");
      assertEquals(401, answer.status(), path);
      assertEquals("application/problem+json", answer.header("content-type"));
      assertTrue(answer.header("www-authenticate").startsWith("Bearer"));
      assertEquals(answer.header("x-request-id"), answer.body().path("requestId").asText());
    }
  }

  @Test
  void aCredentialBringsItsWorkspaceAndOnlyAPlatformOneChooses() throws Exception {
    String blue = House.newKey(keys, "blue", Right.VIEW);
    String all = House.newKey(keys, "*", Right.VIEW);
    assertEquals("blue", house.with(blue, "GET", "/rooms/view").body().path("workspace").asText());
    assertEquals(403, house.with(blue, "GET", "/rooms/view", "X-Workspace", "red").status());
    assertEquals(200, house.with(blue, "GET", "/rooms/view", "X-Workspace", "blue").status());
    Answer chosen = house.with(all, "GET", "/rooms/view", "X-Workspace", "red");
    assertEquals("red", chosen.body().path("workspace").asText());
    assertEquals("view@*", chosen.body().path("actor").asText());
    Answer named = house.with(all, "GET", "/rooms/view", "X-Actor", "somebody else");
    assertEquals("view@*", named.body().path("actor").asText(), "a claim counts for nothing");
    assertEquals("default", named.body().path("workspace").asText());
  }

  @Test
  void aRevokedKeyEndsWhileTheServerRuns() throws Exception {
    String key = House.newKey(keys, "blue", Right.VIEW);
    String other = House.newKey(keys, "blue", Right.VIEW);
    assertEquals(200, house.with(key, "GET", "/rooms/view").status());
    assertTrue(new KeyFile(keys).revoke(key.substring(3, 15), Instant.EPOCH));
    assertEquals(401, house.with(key, "GET", "/rooms/view").status());
    assertEquals(200, house.with(other, "GET", "/rooms/view").status());
    assertFalse(new KeyFile(keys).revoke(key.substring(3, 15), Instant.EPOCH));
  }

  @Test
  void aBrokenFileLeavesTheKeysOfBeforeAndAMissingOneLeavesNone() throws Exception {
    String key = House.newKey(keys, "blue", Right.VIEW);
    assertEquals(200, house.with(key, "GET", "/rooms/view").status());
    Files.writeString(keys, "[{\"id\": 7");
    assertEquals(200, house.with(key, "GET", "/rooms/view").status());
    Files.delete(keys);
    assertEquals(401, house.with(key, "GET", "/rooms/view").status());
  }

  @Test
  void theFileHasNoKeyInIt() throws Exception {
    String key = House.newKey(keys, "blue", Right.VIEW);
    String file = Files.readString(keys);
    assertFalse(file.contains(key.substring(16)), file);
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
  }

  @Test
  void guessingIsTurnedAwayAndDoesNotLockOthersOut() throws Exception {
    String key = House.newKey(keys, "blue", Right.VIEW);
    for (int i = 0; i < FailedSignIns.PER_MINUTE; i++) {
      assertEquals(401, house.with(WRONG, "GET", "/rooms/view").status());
    }
    Answer turnedAway = house.with(WRONG, "GET", "/rooms/view");
    assertEquals(429, turnedAway.status());
    assertEquals("60", turnedAway.header("retry-after"));
    assertEquals(200, house.with(key, "GET", "/rooms/view").status());
  }

  @Test
  void remembersNoMoreAddressesThanItMay() {
    FailedSignIns failures = new FailedSignIns(100);
    for (int i = 0; i < 10_000; i++) {
      assertFalse(failures.isTooMany("address " + i, Instant.EPOCH));
    }
    assertEquals(100, failures.size());
  }

  @Test
  void aChangeIsInTheTrailBeforeItHappensAndWithItsOutcome() throws Exception {
    String key = House.newKey(keys, "blue", Right.OPERATE);
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Answer answer =
        house.with(key, "PUT", "/rooms/operate", "X-Request-Id", "r-1", "traceparent", trace);
    assertEquals(200, answer.status());
    assertEquals(2, house.trail.size(), house.trail.toString());
    AuditEntry asked = house.trail.getFirst();
    AuditEntry answered = house.trail.getLast();
    assertEquals("operate@blue", asked.caller().actor());
    assertEquals("key:" + key.substring(3, 15), asked.caller().identity().credential());
    assertEquals("PUT /rooms/operate", asked.operation());
    assertEquals("127.0.0.1", asked.from());
    assertEquals("r-1", asked.requestId());
    assertEquals(trace, asked.traceparent());
    assertEquals(null, asked.status());
    assertEquals(asked.id(), answered.id());
    assertEquals(200, answered.status());
  }

  @Test
  void theTrailSaysWhyInTheWordsOfWhoeverAsked() throws Exception {
    String key = House.newKey(keys, "blue", Right.OPERATE);
    house.with(key, "PUT", "/rooms/operate", "X-Reason", "quarter%20end%0A%F0%9F%A6%8A + 100%");
    house.with(key, "PUT", "/rooms/operate", "X-Reason", "quarter%20end%0A%F0%9F%A6%8A+1");
    house.with(key, "PUT", "/rooms/operate?reason=as+asked");
    house.with(key, "PUT", "/rooms/operate");
    assertEquals(
        Arrays.asList("quarter%20end%0A%F0%9F%A6%8A + 100%", "quarter end 🦊+1", "as asked", null),
        house.trail.stream()
            .filter(entry -> entry.status() == null)
            .map(AuditEntry::reason)
            .toList());
  }

  @Test
  void whatIsForbiddenIsInTheTrailAndWhatOnlyAsksIsNot() throws Exception {
    String key = House.newKey(keys, "blue", Right.VIEW);
    assertEquals(403, house.with(key, "PUT", "/rooms/operate").status());
    assertEquals(200, house.with(key, "POST", "/rooms/ask").status());
    assertEquals(200, house.with(key, "GET", "/rooms/view").status());
    assertEquals(List.of(403), house.trail.stream().map(AuditEntry::status).toList());
  }

  @Test
  void whatCannotBeWrittenDownDoesNotHappen() throws Exception {
    String key = House.newKey(keys, "blue", Right.OPERATE);
    house.trailIsBroken = true;
    assertEquals(503, house.with(key, "PUT", "/rooms/operate").status());
    assertEquals(List.of(), house.changed());
    house.trailIsBroken = false;
    assertEquals(200, house.with(key, "PUT", "/rooms/operate").status());
    assertEquals(List.of("paint it"), house.changed());
  }

  @Test
  void nobodyListensToOthersWithoutSignIn() {
    for (String address : List.of("0.0.0.0", "", "::")) {
      Exception refused =
          assertThrows(
              Exception.class, () -> new House(Map.of("micronaut.server.host", address)).close());
      assertTrue(String.valueOf(refused.getMessage()).contains("keys-file"), refused.toString());
    }
  }

  @Test
  void onLoopbackTheActorIsWhatItSays() throws Exception {
    try (House open = new House(Map.of())) {
      Answer seen = open.call("PUT", "/rooms/fleet", House.ORDER, "X-Actor", "alice");
      assertEquals("alice", seen.body().path("actor").asText());
      assertEquals("default", seen.body().path("workspace").asText());
      assertEquals("none", open.trail.getFirst().caller().identity().credential());
    }
  }
}
