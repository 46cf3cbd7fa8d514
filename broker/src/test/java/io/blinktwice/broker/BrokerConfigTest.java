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

  @Test
  void oneNodeKeepsOneCopyAndVotesForItself() {
    var properties = config("--data d --port 1 --controller-port 2");
    assertEquals("1@127.0.0.1:2", properties.get("controller.quorum.voters"));
    assertEquals("1", properties.get("default.replication.factor"));
    assertEquals("1", properties.get("min.insync.replicas"));
  }

  @Test
  void threeNodesKeepThreeCopiesAndDoWithTwo() {
    var properties =
        config(
            "--data d --port 3 --controller-port 4 --node 2 --controllers 2,4,6 --cluster-id some");
    assertEquals("2", properties.get("node.id"));
    assertEquals(
        "1@127.0.0.1:2,2@127.0.0.1:4,3@127.0.0.1:6", properties.get("controller.quorum.voters"));
    assertEquals("3", properties.get("transaction.state.log.replication.factor"));
    assertEquals("2", properties.get("transaction.state.log.min.isr"));
    assertEquals("2", properties.get("min.insync.replicas"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--data d --port 1",
        "--data d --port 1 --controller-port",
        "--data d --port 0 --controller-port 2",
        "--data d --port 65536 --controller-port 2",
        "--data d --port x --controller-port 2",
        "--data d --port 1 --controller-port 2 --color red",
        "--data d --port 1 --controller-port 2 --node 1",
        "--data d --port 1 --controller-port 2 --node 1 --controllers 2,4,6",
        "--data d --port 1 --controller-port 2 --node 2 --controllers 2,4,6 --cluster-id c",
        "--data d --port 1 --controller-port 2 --node 4 --controllers 2,4,6 --cluster-id c",
        "--data d --port 1 --controller-port 2 --node 1 --controllers 2,x --cluster-id c"
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
