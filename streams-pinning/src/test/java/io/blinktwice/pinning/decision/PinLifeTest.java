package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PinLifeTest {
  private static final Observation.Wish WISH =
      new Observation.Wish("command-1", "operator", "because");

  private final Story story = new Story().cleanRuns(3, OLD).rollsOut();

  @Test
  void pinsWhatFailedOnTheNewAndSucceededAtOnceOnTheOldVersion() {
    Attempt first = blinkTwice();
    Pin pin = pin();
    assertEquals(OLD, pin.version());
    assertEquals(NEW, pin.awayFrom());
    Pin.Evidence evidence = ((Pin.Origin.Proven) pin.origin()).evidence();
    assertEquals(first.run(), evidence.run());
    assertEquals(Story.failure(), evidence.failure());
  }

  @Test
  void doesNotPinWhenTheRetryFailedToo() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.USER).fails(first.next(), OLD, Category.USER);
    assertNull(story.state().pin());
  }

  @Test
  void doesNotPinWhenTheSameVersionSucceededOnTheRetry() {
    Attempt first = story.newRun();
    story.fails(first, OLD, Category.SYSTEM).succeeds(first.next(), OLD);
    assertNull(story.state().pin());
  }

  @Test
  void doesNotPinWhenNobodySuspectedTheVersion() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.INFRASTRUCTURE).succeeds(first.next(), OLD);
    assertNull(story.state().pin());
  }

  @Test
  void pinsToNoVersionThatTheCatalogueDoesNotKnow() {
    EngineVersion unregistered = new EngineVersion("3.4.0");
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM).succeeds(first.next(), unregistered);
    assertNull(story.state().pin());
  }

  @Test
  void findsTheProofWhenTheClassificationComesLast() {
    Attempt first = story.newRun();
    story.observe(new Observation.AttemptFailed(story.report(first, NEW), Story.failure()));
    story.succeeds(first.next(), OLD);
    assertNull(story.state().pin());
    story.observe(
        new Observation.FailureClassified(
            first, new Classified(Category.SYSTEM, 1, false, "sig", 1)));
    assertEquals(OLD, pin().version());
  }

  @Test
  void releasesAPinByCommand() {
    blinkTwice();
    story.observe(
        new Observation.ReleaseWanted(pin().id().value(), Change.Ending.PERSON, null, WISH));
    assertNull(story.state().pin());
    assertEquals(1, story.count(Change.PinReleased.class));
  }

  @Test
  void releasesOnlyThePinThatWasNamed() {
    blinkTwice();
    story.observe(new Observation.ReleaseWanted("another-pin", Change.Ending.PERSON, null, WISH));
    assertEquals(OLD, pin().version());
  }

  @Test
  void aReleasedPinDoesNotComeBackWhenOldEventsDo() {
    Attempt first = blinkTwice();
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.PERSON, null, WISH));
    story.observe(new Observation.AttemptSucceeded(story.report(first.next(), OLD)));
    story.observe(
        new Observation.FailureClassified(
            first, new Classified(Category.SYSTEM, 1, false, "sig", 1)));
    assertNull(story.state().pin());
  }

  @Test
  void aPersonsPinReplacesAnAutomaticOneAndIsNotReplacedByOne() {
    blinkTwice();
    story.observe(new Observation.PinWanted(NEW, null, WISH));
    assertTrue(pin().isByHand());
    assertEquals(NEW, pin().version());
    blinkTwice();
    assertTrue(pin().isByHand());
  }

  @Test
  void aRepeatedCommandPinsOnce() {
    story.observe(new Observation.PinWanted(NEW, null, WISH));
    Pin once = pin();
    story.observe(new Observation.PinWanted(NEW, null, WISH));
    assertEquals(once, pin());
    assertEquals(1, story.count(Change.PinCreated.class));
  }

  @Test
  void aCommandForAnUnknownVersionChangesNothing() {
    story.observe(new Observation.PinWanted(new EngineVersion("9.9.9"), null, WISH));
    assertNull(story.state().pin());
  }

  @Test
  void everyRunThatProvesSomethingMakesAPinOfItsOwn() {
    blinkTwice();
    Pin before = pin();
    story.observe(new Observation.ReleaseWanted(null, Change.Ending.PERSON, null, WISH));
    blinkTwice();
    assertNotEquals(before.id(), pin().id());
  }

  @Test
  void forgetsOldRunsButNotWhatTheyProved() {
    blinkTwice();
    story.cleanRuns(2 * Forgetting.RUNS_REMEMBERED, OLD);
    assertEquals(Forgetting.RUNS_REMEMBERED, story.state().runs().size());
    assertEquals(OLD, pin().version());
    assertTrue(story.state().recordOn(OLD).total() > Forgetting.RUNS_REMEMBERED);
  }

  private Attempt blinkTwice() {
    Attempt first = story.newRun();
    story.fails(first, NEW, Category.SYSTEM).succeeds(first.next(), OLD);
    return first;
  }

  private Pin pin() {
    return Objects.requireNonNull(story.state().pin(), "not pinned");
  }
}
