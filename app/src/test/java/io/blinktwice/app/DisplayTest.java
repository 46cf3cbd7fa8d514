package io.blinktwice.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Addresses;
import io.blinktwice.app.installation.Happening;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody reads who starts an installation. */
class DisplayTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Display display =
      new Display(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String invitation(Optional<Path> keys) {
    display.invitation(
        new Addresses(
            "sc://127.0.0.1:15002",
            URI.create("http://127.0.0.1:15080"),
            new KafkaConnection(
                "127.0.0.1:15092", "http://127.0.0.1:15081", "blinktwice", Map.of())),
        "--port-offset 100",
        keys);
    return said();
  }

  @Test
  void invitesToWhatWorksWithoutAKey() {
    String said = invitation(Optional.empty());
    assertTrue(said.contains("http://127.0.0.1:15080/\n"), said);
    assertTrue(said.contains("\n  curl http://127.0.0.1:15080/v1/pins\n"), said);
    assertTrue(said.contains("\"sc://127.0.0.1:15002/;x-workload-id=hello\""), said);
    assertFalse(said.contains("KEY"), said);
  }

  @Test
  void saysHowToGetAndShowAKeyWhereCallersSignIn() {
    String said = invitation(Optional.of(Path.of("/srv/bt/keys.json")));
    assertTrue(said.contains("keys create"), said);
    assertTrue(said.contains("--file /srv/bt/keys.json"), said);
    assertTrue(said.contains("curl -H \"Authorization: Bearer $KEY\" http://127.0.0.1"), said);
    assertTrue(said.contains("/;authorization=Bearer%20$KEY;x-workload-id=hello"), said);
  }

  @Test
  void saysWhatAStartWaitsFor() {
    display.on(
        new Happening.Waiting(
            "control-plane", Duration.ofSeconds(12), "it waits for pinning (its stream rests)"));
    assertTrue(said().contains("not ready after 12 s: it waits for pinning"), said());
  }
}
