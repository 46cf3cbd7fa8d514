package io.blinktwice.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The reporter, with supervisors that do as the test says. */
class ReporterTest {
  private static final int BOUND_MILLIS = 20_000;

  @Test
  void provesThatItKnowsTheSecretWithoutSayingIt() throws Exception {
    try (ServerSocket supervisor = supervisor();
        Reporter reporter = reporter(supervisor)) {
      reporter.start();
      try (Socket socket = accept(supervisor, "nonce")) {
        String greeting = lines(socket).readLine();
        assertEquals(
            "{\"cluster\":\"local/4.2.0/a\",\"proof\":\"%s\"}"
                .formatted(Reporter.proof("secret", "nonce", "local/4.2.0/a")),
            greeting);
        assertTrue(!greeting.contains("secret"), greeting);
      }
    }
  }

  @Test
  void sendsWhatItIsGivenAndTheLoadInBetween() throws Exception {
    try (ServerSocket supervisor = supervisor();
        Reporter reporter = reporter(supervisor)) {
      reporter.send("first");
      reporter.start();
      try (Socket socket = accept(supervisor, "nonce")) {
        BufferedReader lines = lines(socket);
        lines.readLine();
        assertEquals("first", lines.readLine());
        assertEquals("load 0", lines.readLine());
        reporter.send("second");
        String next = lines.readLine();
        while ("load 0".equals(next)) {
          next = lines.readLine();
        }
        assertEquals("second", next);
      }
    }
  }

  @Test
  void whoHandsInALineNeverWaitsAndWhatIsTooMuchIsCounted() throws Exception {
    try (ServerSocket supervisor = supervisor();
        Reporter reporter = reporter(supervisor)) {
      for (int i = 0; i < 5_000; i++) {
        reporter.send("line " + i);
      }
      assertEquals(3_000, reporter.dropped());
      reporter.start();
      try (Socket socket = accept(supervisor, "nonce")) {
        BufferedReader lines = lines(socket);
        lines.readLine();
        String line = lines.readLine();
        int heard = 0;
        while (heard < 2_000) {
          if (line.startsWith("line")) {
            assertEquals("line " + heard++, line);
          } else {
            assertEquals("load 3000", line);
          }
          line = lines.readLine();
        }
      }
    }
  }

  @Test
  void comesBackToASupervisorThatWasAway() throws Exception {
    try (ServerSocket supervisor = supervisor();
        Reporter reporter = reporter(supervisor)) {
      reporter.start();
      accept(supervisor, "x".repeat(500)).close();
      accept(supervisor, "nonce").close();
      try (Socket socket = accept(supervisor, "again")) {
        String greeting = lines(socket).readLine();
        assertTrue(greeting.contains(Reporter.proof("secret", "again", "local/4.2.0/a")), greeting);
      }
    }
  }

  @Test
  void textsAreEscapedForWhoeverReadsThem() {
    assertEquals(
        "{\"a\":\"\\\"\\\\\\u000a\\u00e9\",\"b\":-1,\"c\":0.0}",
        new JsonLine().put("a", "\"\\\n\u00e9").put("b", -1).put("c", Double.NaN).done());
  }

  private static Reporter reporter(ServerSocket supervisor) {
    return new Reporter(
        new Reporter.Supervisor(supervisor.getLocalPort(), "local/4.2.0/a", "secret"),
        dropped -> "load " + dropped,
        50);
  }

  private static ServerSocket supervisor() throws IOException {
    ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(BOUND_MILLIS);
    return socket;
  }

  private static Socket accept(ServerSocket supervisor, String nonce) throws IOException {
    Socket socket = supervisor.accept();
    socket.setSoTimeout(BOUND_MILLIS);
    socket.getOutputStream().write((nonce + "\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }
}
