package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What exec makes of a control plane that refuses, over real HTTP. */
class ExecRefusedTest {
  @TempDir private Path folder;
  private HttpServer server;
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatSuitsNoVersionIsNotRun() {
    refuses("retired-environment", "environment 'py38-1' is retired: use py312-4");
    assertEquals(126, exec());
    assertFalse(Files.exists(folder.resolve("ran")));
    assertTrue(
        said.toString().contains("not run: environment 'py38-1' is retired"), said::toString);
  }

  @Test
  void whatIsRefusedForAnotherReasonStopsNoJob() {
    refuses("no-stable-version", "no release was promoted yet");
    assertEquals(0, exec());
    assertTrue(Files.exists(folder.resolve("ran")));
    assertTrue(said.toString().contains("the command runs as it is"), said::toString);
  }

  private void refuses(String rule, String sentence) {
    byte[] problem =
        "{\"status\":409,\"rule\":\"%s\",\"detail\":\"%s\"}"
            .formatted(rule, sentence)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/resolve",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(409, problem.length);
            exchange.getResponseBody().write(problem);
          }
        });
  }

  private int exec() {
    return new CommandLine(new ExecCommand())
        .setErr(new PrintWriter(said))
        .execute(
            "--api",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "--workload=etl",
            "--environment=py38-1",
            "--",
            "touch",
            folder.resolve("ran").toString());
  }
}
