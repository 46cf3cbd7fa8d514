package io.blinktwice.runtime.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {
  private static final SameOrigin OURS = SameOrigin.of(Stream.of("plane-0.plane", "Blink.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:15080",
        "127.0.0.1:15080",
        "127.8.9.10",
        "[::1]:15080",
        "plane-0.plane:80",
        "blink.example"
      })
  void knowsItsOwnNames(String host) {
    assertTrue(OURS.isOurHost(host));
    assertTrue(OURS.isOurOrigin("http://" + host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:15080",
        "localhost.evil.example",
        "plane-0.plane.evil.example",
        "localhost@evil.example",
        "evil.example@localhost",
        "[::2]:15080",
        "10.0.0.1",
        "local host"
      })
  void takesNoOtherNameForItsOwn(String host) {
    assertFalse(OURS.isOurHost(host));
    assertFalse(OURS.isOurOrigin("http://" + host));
  }

  @Test
  void needsAHostButNoOrigin() {
    assertFalse(OURS.isOurHost(null));
    assertTrue(OURS.isOurOrigin(null));
    assertFalse(OURS.isOurOrigin("null"));
  }
}
