package io.blinktwice.pool.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.pool.decision.OperationUse;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.ServerLoad;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door for reports, with clients that do as the test says. */
class ReportServerTest {
  private static final String SECRET = "ab".repeat(32);
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final List<ServerLoad> loads = new CopyOnWriteArrayList<>();
  private final List<OperationUse> uses = new CopyOnWriteArrayList<>();
  private final List<String> clusters = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private ReportServer server;

  @BeforeEach
  void open() throws IOException {
    server = ReportServer.open(new PoolSecret(SECRET), new RecordingSink());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void whoKnowsTheSecretIsHeard() throws Exception {
    assertIsHeard();
  }

  private void assertIsHeard() throws Exception {
    try (Socket socket = connect()) {
      greet(socket, SECRET, "local/4.2.0/a");
      say(socket, "{\"load\":{\"at\":1000,\"sessions\":2,\"gcShare\":0.25,\"cpuShare\":7}}");
      say(
          socket,
          "{\"ended\":{\"operation\":\"o\",\"session\":\"s\",\"outcome\":\"FAILED\","
              + "\"revision\":2,\"startedAt\":1,\"endedAt\":5,\"taskMillis\":3}}");
      await().atMost(BOUND).until(() -> uses.size() == 1);
    }
    assertEquals(2, loads.getFirst().work().sessions());
    assertEquals(0.25, loads.getFirst().gcShare());
    assertEquals(1, loads.getFirst().cpuShare());
    assertEquals(OperationUse.Outcome.FAILED, uses.getFirst().outcome());
    assertEquals(3L, uses.getFirst().figures().get("taskMillis"));
    assertEquals(List.of("local/4.2.0/a", "local/4.2.0/a"), clusters);
    assertEquals(0, refused.get());
  }

  @Test
  void aStrangerIsNotHeard() throws Exception {
    try (Socket socket = connect()) {
      greet(socket, "cd".repeat(32), "local/4.2.0/a");
      assertEquals(-1, socket.getInputStream().read());
    }
    assertEquals(1, refused.get());
    assertEquals(List.of(), clusters);
  }

  @Test
  void aProofForOneClusterIsNoneForAnother() throws Exception {
    try (Socket socket = connect()) {
      String nonce = nonce(socket);
      say(
          socket,
          "{\"cluster\":\"local/4.2.0/b\",\"proof\":\"%s\"}"
              .formatted(proof(SECRET, nonce, "local/4.2.0/a")));
      assertEquals(-1, socket.getInputStream().read());
    }
    assertEquals(1, refused.get());
  }

  @Test
  void nonsenseIsCountedAndWhatFollowsIsHeard() throws Exception {
    try (Socket socket = connect()) {
      greet(socket, SECRET, "local/4.2.0/a");
      say(socket, "nonsense");
      say(socket, "[1, 2]");
      say(socket, "{\"load\": 7, \"ended\": {}}");
      say(socket, "{\"load\":{\"at\":1000}}");
      await().atMost(BOUND).until(() -> loads.size() == 1);
    }
    assertEquals(2, refused.get());
    assertEquals(List.of(), uses);
  }

  @Test
  void aLineWithoutEndEndsTheConnectionOnly() throws Exception {
    try (Socket socket = connect()) {
      greet(socket, SECRET, "local/4.2.0/a");
      byte[] endless = "x".repeat(300 << 10).getBytes(StandardCharsets.US_ASCII);
      assertTrue(isCutOff(socket, endless));
    }
    assertIsHeard();
  }

  private static boolean isCutOff(Socket socket, byte[] endless) {
    try {
      socket.getOutputStream().write(endless);
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout((int) BOUND.toMillis());
    return socket;
  }

  private static void greet(Socket socket, String secret, String cluster) throws Exception {
    String proof = proof(secret, nonce(socket), cluster);
    say(socket, "{\"cluster\":\"%s\",\"proof\":\"%s\"}".formatted(cluster, proof));
  }

  private static String nonce(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  private static String proof(String secret, String nonce, String cluster)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of()
        .formatHex(mac.doFinal((nonce + " " + cluster).getBytes(StandardCharsets.UTF_8)));
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private final class RecordingSink implements ReportServer.Sink {
    @Override
    public void on(String cluster, ServerLoad load) {
      clusters.add(cluster);
      loads.add(load);
    }

    @Override
    public void on(String cluster, OperationUse use) {
      clusters.add(cluster);
      uses.add(use);
    }

    @Override
    public void refused() {
      refused.incrementAndGet();
    }
  }
}
