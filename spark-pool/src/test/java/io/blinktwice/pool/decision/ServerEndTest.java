package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerEndTest {
  @ParameterizedTest
  @CsvSource({
    "0, true, STOPPED",
    "143, true, STOPPED",
    "137, true, STOPPED",
    "1, true, STOPPED",
    "52, true, OUT_OF_MEMORY",
    "52, false, OUT_OF_MEMORY",
    "3, false, OUT_OF_MEMORY",
    "137, false, KILLED",
    "0, false, CRASHED",
    "1, false, CRASHED",
    "134, false, CRASHED",
    "255, false, CRASHED"
  })
  void readsTheExitCode(int code, boolean asked, Loss loss) {
    assertEquals(loss, ServerEnd.read(code, asked).loss());
  }

  @Test
  void alwaysSaysTheExitCode() {
    for (int code = 0; code < 256; code++) {
      ServerEnd end = ServerEnd.read(code, false);
      assertEquals(code, end.exitCode());
      assertTrue(end.detail().contains("exit code " + code), end.detail());
    }
  }

  @Test
  void aPortThatWasTakenIsNotACrash() {
    ServerEnd crash = ServerEnd.read(255, false);
    String log = "ERROR SparkConnectServer\njava.net.BindException: Address already in use";
    assertInstanceOf(Readiness.PortTaken.class, Readiness.ofEnd(crash, log));
    assertEquals(new Readiness.Ended(crash), Readiness.ofEnd(crash, "NullPointerException"));
  }

  @Test
  void aServerThatWeStoppedIsNotTriedOnAnotherPort() {
    ServerEnd stopped = ServerEnd.read(143, true);
    assertEquals(new Readiness.Ended(stopped), Readiness.ofEnd(stopped, "java.net.BindException"));
  }
}
