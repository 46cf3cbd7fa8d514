package io.blinktwice.autoscaler.pools.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.autoscaler.pools.decision.FleetFacts.Duty;
import org.junit.jupiter.api.Test;

class FleetFactsTest {
  private final FleetFacts facts = new FleetFacts();

  @Test
  void everyVersionIsTakenForTheStableOneUntilSomebodySaysWhichIs() {
    assertEquals(new Duty.Stable(), facts.dutyOf("3.5.7"));
    facts.stable("4.2.0");
    assertEquals(new Duty.None(), facts.dutyOf("3.5.7"));
    assertEquals(new Duty.Stable(), facts.dutyOf("4.2.0"));
  }

  @Test
  void aReleaseThatBecomesStableRollsOutNoMore() {
    facts.stable("3.5.7");
    facts.rollsOut("4.2.0", 0.25);
    assertEquals(new Duty.Wave(0.25), facts.dutyOf("4.2.0"));
    facts.stable("4.2.0");
    assertEquals(new Duty.Stable(), facts.dutyOf("4.2.0"));
    assertEquals(0, facts.waveOf("4.2.0"));
  }

  @Test
  void pinsAreCountedUntilTheLastOneEnds() {
    facts.stable("4.2.0");
    facts.pinned("3.5.7", 1);
    facts.pinned("3.5.7", 1);
    assertEquals(new Duty.Pins(2), facts.dutyOf("3.5.7"));
    facts.pinned("3.5.7", -1);
    facts.pinned("3.5.7", -1);
    facts.pinned("3.5.7", -1);
    assertEquals(new Duty.None(), facts.dutyOf("3.5.7"));
  }

  @Test
  void knowsTheSameAfterItWasRestoredButForThePins() {
    facts.stable("3.5.7");
    facts.rollsOut("4.2.0", 0.25);
    FleetFacts restored = FleetFacts.restored(facts.state());
    assertEquals(new Duty.Stable(), restored.dutyOf("3.5.7"));
    assertEquals(new Duty.Wave(0.25), restored.dutyOf("4.2.0"));
  }
}
