package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void movesAllByTheOffset() {
    assertEquals(new Ports(15_003, 15_081, 15_082, 15_084, 15_093, 15_094), Ports.shiftedBy(1));
    assertThrows(IllegalArgumentException.class, () -> Ports.shiftedBy(-1));
    assertThrows(IllegalArgumentException.class, () -> Ports.shiftedBy(60_000));
  }

  @Test
  void needsOnlyItsOwnWhenKafkaRunsElsewhere() {
    Ports ports = Ports.shiftedBy(0);
    assertEquals(5, ports.own(new Backbone.Embedded()).size());
    assertEquals(
        Set.of(15_002, 15_080), ports.own(new Backbone.Existing("k:9092", "http://r")).keySet());
  }

  @Test
  void namesATakenPortAndWhatItIsFor() throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = holder.getLocalPort();
      assertEquals(
          List.of("port %d (gateway)".formatted(port)), Ports.taken(Map.of(port, "gateway")));
    }
  }
}
