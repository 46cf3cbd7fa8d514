package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every history; the seed of one that breaks it is in the message. */
class PinningPropertiesTest {
  private static final int HISTORIES = 10_000;
  private static final int FEWER = 1_000;
  private static final Duration WITHIN_GRACE = Duration.ofSeconds(50);
  private static final Duration BEYOND_GRACE = Duration.ofMinutes(5);
  private static final EngineVersion RETIRED = new EngineVersion("3.4.4");
  private static final EngineVersion UNKNOWN = new EngineVersion("9.9.9");
  private static final List<EngineVersion> ELSEWHERE =
      List.of(OLD, RETIRED, new EngineVersion("3.3.0"));

  @Test
  void repetitionsAndDisorderWithinARunChangeNeitherVerdictsNorPins() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<List<Observation>> runs = Histories.history(random);
      Story straight = told(runs);
      Story disordered = told(runs.stream().map(run -> Histories.disordered(run, random)).toList());
      assertEquals(verdicts(straight), verdicts(disordered), "verdicts differ, seed " + seed);
      assertEquals(
          versionOf(straight.state().pin()),
          versionOf(disordered.state().pin()),
          "pins differ, seed " + seed);
      assertEquals(
          straight.state().records(), disordered.state().records(), "records differ, seed " + seed);
    }
  }

  @Test
  void anAttemptGetsAtMostOneVerdictAndAWorkloadAtMostOnePin() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Story story =
          told(
              List.of(
                  Histories.inAnyOrder(
                      Histories.flat(Histories.history(new Random(seed))), new Random(seed))));
      assertOneVerdictAndOnePin(story, seed);
    }
  }

  private static void assertOneVerdictAndOnePin(Story story, int seed) {
    Set<Attempt> judged = new HashSet<>();
    int pins = 0;
    for (Change change : story.changes()) {
      if (change instanceof Change.VerdictGiven(Attempt attempt, Verdict verdict)) {
        assertTrue(judged.add(attempt), "two verdicts on " + attempt + ", seed " + seed);
      }
      pins += change instanceof Change.PinCreated ? 1 : 0;
      pins -= change instanceof Change.PinReleased ? 1 : 0;
      assertTrue(pins <= 1, "two active pins, seed " + seed);
    }
  }

  /** Whoever retires versions and whoever runs what nobody registered sends nobody astray. */
  @Test
  void nobodyIsSentToAVersionThatIsUnknownOrRetired() {
    int elsewhere = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      EngineVersion old = ELSEWHERE.get(random.nextInt(ELSEWHERE.size()));
      EngineVersion newer = random.nextBoolean() ? NEW : UNKNOWN;
      List<Observation> happened = Histories.flat(Histories.history(random, old, newer));
      Story story = new Story().fleet(withRetired());
      Histories.inAnyOrder(happened, random).forEach(story::observe);
      for (Change change : story.changes()) {
        EngineVersion sentTo = sentTo(change);
        elsewhere += sentTo == null ? 0 : 1;
        assertTrue(
            sentTo == null || story.fleet().admits(sentTo), "sent to " + sentTo + ", seed " + seed);
      }
      EngineVersion next = story.chosen(new Attempt(new RunId("next"), 1)).version();
      assertTrue(story.fleet().admits(next), "next on " + next + ", seed " + seed);
    }
    assertTrue(elsewhere > HISTORIES / 2, "few were sent anywhere: " + elsewhere);
  }

  private static Fleet withRetired() {
    return Story.stableOld()
        .withRelease(RETIRED, new Release(null, Set.of(), Map.of(), true), 3)
        .withRollout(RETIRED, new Fleet.Rollout(Fleet.Phase.STABLE, 1, null), 2)
        .withRollout(OLD, new Fleet.Rollout(Fleet.Phase.STABLE, 1, RETIRED), 3)
        .withRollout(NEW, new Fleet.Rollout(Fleet.Phase.ROLLING_OUT, 1, OLD), 4);
  }

  /** Where somebody goes who is not there; who is already is repeated there. */
  private static @Nullable EngineVersion sentTo(Change change) {
    return switch (change) {
      case Change.PinCreated(Pin pin) -> pin.version();
      case Change.VerdictGiven(var attempt, Verdict verdict)
          when verdict.action() instanceof Verdict.Action.RetryLastGood(var version) ->
          version;
      default -> null;
    };
  }

  @Test
  void delaysWithinTheGracePeriodEndInTheSameVerdictsPinsAndTickets() {
    int pinned = 0;
    for (int seed = 0; seed < FEWER; seed++) {
      List<List<Observation>> runs = Histories.history(new Random(seed));
      Story prompt = heard(runs, Duration.ZERO, seed);
      Story late = heard(runs, WITHIN_GRACE, seed);
      assertEquals(verdicts(prompt), verdicts(late), "verdicts differ, seed " + seed);
      assertEquals(pinsAndTickets(prompt), pinsAndTickets(late), "pins differ, seed " + seed);
      pinned += pinsAndTickets(late).size();
    }
    assertTrue(pinned > FEWER / 10, "few were pinned: " + pinned);
  }

  /** What comes too late is judged without; it never makes a wrong pin, or a second verdict. */
  @Test
  void delaysBeyondItMakeNoWrongPinNoSecondOneAndNoSecondVerdict() {
    int without = 0;
    for (int seed = 0; seed < FEWER; seed++) {
      List<List<Observation>> runs = Histories.history(new Random(seed));
      Story story = heard(runs, BEYOND_GRACE, seed);
      assertOneVerdictAndOnePin(story, seed);
      assertProven(story, Histories.flat(runs), seed);
      without +=
          story.changes().stream()
                  .anyMatch(
                      change ->
                          change instanceof Change.VerdictGiven(var attempt, Verdict verdict)
                              && verdict.reasons().stream()
                                  .anyMatch(reason -> reason.rule().equals("unclassified")))
              ? 1
              : 0;
    }
    assertTrue(without > FEWER / 10, "few came too late: " + without);
  }

  private static Story heard(List<List<Observation>> runs, Duration atMost, int seed) {
    return Histories.heardLate(runs, atMost, new Random(seed), new Story().rollsOut());
  }

  private static List<String> pinsAndTickets(Story story) {
    List<String> all = new ArrayList<>();
    for (Change change : story.changes()) {
      if (change instanceof Change.PinCreated(Pin pin)) {
        all.add(pin.version() + " " + pin.ticket());
      }
    }
    return all;
  }

  /** Whatever the delay, even with everything in any order: a pin says what really happened. */
  @Test
  void neverAWrongPinHoweverLateAndDisorderedEventsAre() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      List<Observation> happened = Histories.flat(Histories.history(new Random(seed)));
      Story story = told(List.of(Histories.inAnyOrder(happened, new Random(seed))));
      assertProven(story, happened, seed);
    }
  }

  private static void assertProven(Story story, List<Observation> happened, int seed) {
    for (Change change : story.changes()) {
      if (change instanceof Change.PinCreated(Pin pin)) {
        Pin.Evidence evidence = Objects.requireNonNull(pin.evidence());
        Attempt failed = new Attempt(evidence.run(), evidence.failedAttempt());
        Attempt good = new Attempt(evidence.run(), evidence.goodAttempt());
        assertTrue(
            happened.stream()
                    .anyMatch(seen -> endedOn(seen, failed, evidence.failedVersion(), false))
                && happened.stream()
                    .anyMatch(seen -> endedOn(seen, good, evidence.goodVersion(), true)),
            "a pin without its proof, seed " + seed);
      }
    }
  }

  private static boolean endedOn(
      Observation seen, Attempt attempt, EngineVersion version, boolean well) {
    RunReport report =
        switch (seen) {
          case Observation.AttemptSucceeded(RunReport told) -> well ? told : null;
          case Observation.AttemptFailed(RunReport told, var failure) -> well ? null : told;
          default -> null;
        };
    return report != null && report.attempt().equals(attempt) && report.version().equals(version);
  }

  @Test
  void replayOfTheChangesAloneLeadsToTheSameState() {
    for (int seed = 0; seed < FEWER; seed++) {
      Story story = told(Histories.history(new Random(seed)));
      WorkloadState replayed = WorkloadState.unknown(story.state().workload());
      for (Change change : story.changes()) {
        replayed = replayed.apply(change);
      }
      assertEquals(story.state(), replayed, "replay differs, seed " + seed);
    }
  }

  @Test
  void theSameObservationsGiveTheSameChanges() {
    for (int seed = 0; seed < FEWER / 5; seed++) {
      List<List<Observation>> runs = Histories.history(new Random(seed));
      assertEquals(told(runs).changes(), told(runs).changes(), "not deterministic, seed " + seed);
    }
  }

  private static Story told(List<List<Observation>> runs) {
    Story story = new Story().rollsOut();
    runs.forEach(run -> run.forEach(story::observe));
    return story;
  }

  private static List<String> verdicts(Story story) {
    List<String> all = new ArrayList<>();
    story
        .state()
        .runs()
        .forEach(
            (id, run) ->
                run.attempts()
                    .forEach(
                        (number, attempt) -> {
                          Verdict verdict = attempt.verdict();
                          all.add(
                              id
                                  + "#"
                                  + number
                                  + " "
                                  + (verdict == null ? "none" : verdict.action().toString()));
                        }));
    return all;
  }

  private static @Nullable EngineVersion versionOf(@Nullable Pin pin) {
    return pin == null ? null : pin.version();
  }
}
