package io.blinktwice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {
  private static final Path HOME = Path.of("/home/ada");

  @Test
  void isOfThisMachineWhenNothingIsSaid() {
    ClientOptions options = ClientOptions.from(Map.of(), HOME);
    assertEquals("http://127.0.0.1:15080", options.url().toString());
    assertEquals(Path.of("/home/ada/.local/state/blinktwice"), options.state());
    assertNull(options.fallbackVersion());
  }

  @Test
  void takesWhatTheEnvironmentSays() {
    ClientOptions options =
        ClientOptions.from(
            Map.of(
                "BLINKTWICE_URL", "https://blinktwice.example.org",
                "BLINKTWICE_API_KEY", "k",
                "BLINKTWICE_FALLBACK_VERSION", "3.5.7",
                "BLINKTWICE_STATE", ""),
            HOME);
    assertEquals("https://blinktwice.example.org", options.url().toString());
    assertEquals("k", options.apiKey());
    assertEquals("3.5.7", options.fallbackVersion());
    assertNull(options.state(), "memory only");
  }
}
