package io.blinktwice.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.app.events.Positions.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  @Test
  void comeBackAsTheyWere() {
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      Map<Place, Long> next = new HashMap<>();
      for (int j = 0; j <= random.nextInt(20); j++) {
        EventType type = EventType.values()[random.nextInt(EventType.values().length)];
        next.put(new Place(type, random.nextInt(99)), random.nextLong(1L << 50));
      }
      Positions positions = new Positions(next);
      assertEquals(Optional.of(positions), Positions.parse(positions.id()));
    }
  }

  @Test
  void goOnAfterWhatWasRead() {
    Positions positions = new Positions(Map.of());
    positions.read(new Place(EventType.VERDICTS, 1), 16);
    positions.read(new Place(EventType.PINS, 0), 2);
    assertEquals("verdicts.1:17,pins.0:3", positions.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "verdicts",
        "verdicts.0",
        "verdicts.0:",
        "verdicts.0:-1",
        "secrets.0:1",
        "verdicts.0:1,",
        ",verdicts.0:1",
        "verdicts.0:1,verdicts.0:2",
        "verdicts.0:1 ",
        "verdicts.999999:1",
        "verdicts.0:99999999999999999999",
        "\u0000"
      })
  void areNothingElse(String id) {
    assertEquals(Optional.empty(), Positions.parse(id));
  }
}
