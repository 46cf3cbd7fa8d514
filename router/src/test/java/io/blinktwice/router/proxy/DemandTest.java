package io.blinktwice.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DemandTest {
  @Test
  void smallMessagesAreAskedForAheadLargeOnesOneByOne() {
    Demand demand = new Demand();
    assertEquals(1, demand.more());
    assertEquals(0, demand.more());
    demand.arrived(1_000);
    assertEquals(Demand.MOST_MESSAGES, demand.more());
    for (int i = 0; i < Demand.MOST_MESSAGES; i++) {
      demand.arrived(4 * Demand.MOST_BYTES);
    }
    assertEquals(1, demand.more());
    demand.arrived(Demand.MOST_BYTES / 2);
    assertEquals(2, demand.more());
    demand.arrived(0);
    assertEquals(Demand.MOST_MESSAGES - 1, demand.more());
  }
}
