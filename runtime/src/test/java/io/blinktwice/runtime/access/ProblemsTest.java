package io.blinktwice.runtime.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.access.House.Answer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every error of a real server is a problem that says what is wrong, and for which request. */
class ProblemsTest {
  private static House house;

  @BeforeAll
  static void open() {
    house = new House(Map.of());
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Answer problem(int status, Answer answer) {
    assertEquals(status, answer.status(), answer.response().body());
    assertEquals("application/problem+json", answer.header("content-type"));
    assertEquals(status, answer.body().path("status").asInt());
    assertFalse(answer.body().path("detail").asText().isBlank(), answer.body().toString());
    assertEquals(answer.header("x-request-id"), answer.body().path("requestId").asText());
    assertFalse(answer.header("x-request-id").isBlank());
    return answer;
  }

  @Test
  void whatCannotBeRead() throws Exception {
    problem(400, house.call("PUT", "/rooms/operate", "{\"text\": "));
    problem(400, house.call("PUT", "/rooms/operate", "[1, 2]"));
    problem(415, house.call("PUT", "/rooms/operate", "text", "Content-Type", "text/plain"));
    problem(404, house.call("GET", "/no/such/room", ""));
    Answer wrongMethod = problem(405, house.call("DELETE", "/rooms/view", ""));
    assertTrue(wrongMethod.header("allow").contains("GET"));
  }

  @Test
  void whatIsTooLargeIsToldTheLimit() throws Exception {
    String large = "{\"text\": \"" + "x".repeat(5_000) + "\"}";
    Answer answer = problem(413, house.call("PUT", "/rooms/operate", large));
    assertTrue(answer.body().path("detail").asText().contains("4096"), answer.body().toString());
  }

  @Test
  void aPageOfAnotherOriginIsToldSo() throws Exception {
    problem(403, house.call("PUT", "/rooms/operate", House.ORDER, "Origin", "http://evil.example"));
  }

  @Test
  void ourOwnFaultsGiveNothingAway() throws Exception {
    Answer answer = problem(500, house.call("GET", "/rooms/broken", ""));
    assertFalse(answer.response().body().contains("swordfish"), answer.response().body());
  }

  @Test
  void aRequestKeepsTheIdThatItCameWith() throws Exception {
    assertEquals(
        "my-id",
        house.call("GET", "/rooms/view", "", "X-Request-Id", "my-id").header("x-request-id"));
    assertFalse(
        house
            .call("GET", "/rooms/view", "", "X-Request-Id", "<script>")
            .header("x-request-id")
            .contains("<"));
  }

  @Test
  void garbageNeverBreaksTheServer() throws Exception {
    Random random = new Random(7);
    List<String> paths =
        List.of("/rooms/operate", "/rooms/ask", "/rooms/fleet", "/%00", "/rooms/%ff");
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      String body = new String(bytes, StandardCharsets.ISO_8859_1);
      Answer answer = house.call("PUT", paths.get(i % paths.size()), body);
      assertTrue(answer.status() >= 400 && answer.status() < 500, i + ": " + answer.response());
    }
    assertEquals(200, house.call("GET", "/rooms/view", "").status());
  }

  @Test
  void rawBytesInsteadOfHttpEndTheConnectionOnly() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(bytes);
      try (Socket socket = new Socket("127.0.0.1", house.port())) {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
      }
    }
    assertEquals(200, house.call("GET", "/rooms/view", "").status());
  }
}
