package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.app.installation.BootstrapServers.Server;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapServersTest {
  @Test
  void readsAllServersAsKafkaDoes() {
    assertEquals(
        List.of(new Server("a", 1), new Server("[::1]", 9092), new Server("10.0.0.1", 65_535)),
        new BootstrapServers(" a:1, PLAINTEXT://[::1]:9092,10.0.0.1:65535").servers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kafka", "kafka:", ":9092", "a:1,", "a:1,b", "a:65536", "a b:1"})
  void refusesWhatSaysNoPlace(String text) {
    assertThrows(IllegalArgumentException.class, () -> new BootstrapServers(text));
  }
}
