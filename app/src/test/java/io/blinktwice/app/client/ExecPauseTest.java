package io.blinktwice.app.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecPauseTest {
  @ParameterizedTest
  @CsvSource({
    "{}, PT0S",
    "{\"retryAfterMillis\": 1500}, PT1.5S",
    "{\"retryAfterMillis\": 900001}, PT15M",
    "{\"retryAfterMillis\": 9223372036854775807}, PT15M",
    "{\"retryAfterMillis\": -1}, PT0S",
    "{\"retryAfterMillis\": \"soon\"}, PT0S"
  })
  void aVerdictsPauseIsKeptWithinReason(String verdict, Duration pause) throws Exception {
    assertEquals(pause, ExecCommand.pause(ApiClient.JSON.readTree(verdict)));
  }
}
