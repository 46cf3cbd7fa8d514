package io.blinktwice.app.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a health answer says of a start that takes long. */
class HealthProbeTest {
  @Test
  void namesThePartsThatAreNotReadyAndWhy() {
    assertEquals(
        "it waits for autoscaler (its stream is REBALANCING), pins-view, diskSpace",
        HealthProbe.missing(
            """
            {"status": "DOWN", "details": {
              "roles": {"status": "DOWN", "details": {
                "autoscaler": "its stream is REBALANCING", "classifier": true, "pins-view": false}},
              "diskSpace": {"status": "DOWN"},
              "service": {"status": "UP"}}}
            """));
  }

  @Test
  void namesAFewOfMany() {
    assertEquals(
        "it waits for a, b, c, d, e and 2 more",
        HealthProbe.missing(
            """
            {"details": {"roles": {"details": {
              "a": false, "b": false, "c": false, "d": false, "e": false, "f": false, "g": false}}}}
            """));
  }

  @Test
  void isNotPutOutByAnAnswerOfSomebodyElse() {
    assertEquals("it says that it is not well", HealthProbe.missing("{}"));
    assertEquals("its health answer cannot be read", HealthProbe.missing("<html>"));
  }
}
