package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    assertEquals(6, ports.own(new Backbone.Embedded()).size());
    assertEquals(
        Set.of(15_002, 15_080, 15_083),
        ports.own(new Backbone.Existing("k:9092", "http://r")).keySet());
  }

  @Test
  void namesATakenPortAndWhatItIsFor() throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = holder.getLocalPort();
      assertEquals(
          List.of("port %d (gateway)".formatted(port)), Ports.taken(Map.of(port, "gateway")));
    }
  }

  @Test
  void theWayOutNamesPortsThatAreFree() throws IOException {
    Backbone backbone = new Backbone.Embedded();
    int offset = Integer.parseInt(Ports.shiftedBy(0).wayOut(backbone).split(" ")[1]);
    Ports moved = Ports.shiftedBy(offset);
    assertEquals(List.of(), Ports.taken(moved.own(backbone)));
    try (ServerSocket holder =
        new ServerSocket(moved.http(), 1, InetAddress.getLoopbackAddress())) {
      String next = Ports.shiftedBy(0).wayOut(backbone);
      assertEquals(false, next.contains(String.valueOf(holder.getLocalPort())), next);
    }
  }

  @Test
  void theHelpNamesTheDefaultPorts() {
    assertEquals(
        Ports.DEFAULTS,
        Ports.shiftedBy(0).own(new Backbone.Embedded()).keySet().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ")));
  }
}
