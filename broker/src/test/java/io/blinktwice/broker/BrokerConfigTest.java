package io.blinktwice.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConfigTest {

  @Test
  void listensOnLoopbackOnly() {
    String listeners = config("--data d --port 1 --controller-port 2").get("listeners");
    assertEquals("PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2", listeners);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--data d --port 1",
        "--data d --port 1 --controller-port",
        "--data d --port 0 --controller-port 2",
        "--data d --port 65536 --controller-port 2",
        "--data d --port x --controller-port 2",
        "--data d --port 1 --controller-port 2 --color red"
      })
  void saysHowItIsUsedWhenItIsNotUsedThatWay(String arguments) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> config(arguments));
    assertTrue(String.valueOf(refusal.getMessage()).contains("usage:"), refusal::getMessage);
  }

  private static java.util.Map<String, String> config(String arguments) {
    return BrokerConfig.parse(arguments.split(" ")).kafkaProperties();
  }
}
