package io.blinktwice.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blinktwice.app.server.ServerSettings.Options;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {

  @Test
  void turnsOnTheRolesThatWereNamedAndNoOthers() {
    Map<String, Object> properties = settings(Map.of()).properties();
    assertEquals(true, properties.get("blinktwice.roles.pinning"));
    assertEquals(false, properties.get("blinktwice.roles.router"));
  }

  @Test
  void overridesNothingByWhatWasNotGiven() {
    assertFalse(settings(Map.of()).properties().containsKey("micronaut.server.port"));
  }

  @Test
  void takesAnyOtherSetting() {
    assertEquals(
        "x", settings(Map.of("blinktwice.instance", "x")).properties().get("blinktwice.instance"));
  }

  private static ServerSettings settings(Map<String, String> others) {
    return new ServerSettings(
        EnumSet.of(Role.PINNING),
        Optional.empty(),
        new Options(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            others));
  }
}
