package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every history; the seed of one that breaks it is in the message. */
class PinningPropertiesTest {
  private static final int HISTORIES = 10_000;
  private static final int FEWER = 1_000;

  @Test
  void repetitionsAndDisorderWithinARunChangeNeitherVerdictsNorPins() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<List<Observation>> runs = history(random);
      Story straight = told(runs);
      Story disordered = told(runs.stream().map(run -> disordered(run, random)).toList());
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
      Story story = told(List.of(disordered(flat(history(new Random(seed))), new Random(seed))));
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
  }

  @Test
  void everyPinGoesToAKnownVersionAndEveryAnswerToo() {
    for (int seed = 0; seed < FEWER; seed++) {
      Story story = told(history(new Random(seed)));
      Pin pin = story.state().pin();
      assertTrue(
          pin == null || Set.of(OLD, NEW).contains(pin.version()), "unknown pin, seed " + seed);
      assertNotNull(story.chosen(new Attempt(new RunId("next"), 1)).version());
    }
  }

  /** Whatever the delay, even with everything in any order: a pin says what really happened. */
  @Test
  void neverAWrongPinHoweverLateAndDisorderedEventsAre() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      List<Observation> happened = flat(history(new Random(seed)));
      Story story = told(List.of(disordered(happened, new Random(seed))));
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
      Story story = told(history(new Random(seed)));
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
      List<List<Observation>> runs = history(new Random(seed));
      assertEquals(told(runs).changes(), told(runs).changes(), "not deterministic, seed " + seed);
    }
  }

  private static Story told(List<List<Observation>> runs) {
    Story story = new Story().rollsOut();
    runs.forEach(run -> run.forEach(story::observe));
    return story;
  }

  private static List<Observation> flat(List<List<Observation>> runs) {
    return new ArrayList<>(runs.stream().flatMap(List::stream).toList());
  }

  /** Runs one after the other, each with one or two attempts, as a scheduler would make them. */
  private static List<List<Observation>> history(Random random) {
    List<List<Observation>> runs = new ArrayList<>();
    for (int run = 0; run < 2 + random.nextInt(8); run++) {
      Attempt first = new Attempt(new RunId("run-" + run), 1);
      EngineVersion version = random.nextInt(3) == 0 ? OLD : NEW;
      List<Observation> seen = new ArrayList<>();
      boolean failed = attempt(seen, random, first, version);
      if (failed && random.nextInt(4) > 0) {
        attempt(seen, random, first.next(), random.nextInt(4) == 0 ? NEW : OLD);
      }
      runs.add(seen);
    }
    return runs;
  }

  private static boolean attempt(
      List<Observation> seen, Random random, Attempt attempt, EngineVersion version) {
    SideEffects known =
        random.nextInt(3) > 0
            ? SideEffects.NONE_SEEN
            : SideEffects.values()[random.nextInt(SideEffects.values().length)];
    RunReport report = new RunReport(attempt, version, "d", null, known, Usage.UNKNOWN);
    seen.add(
        new Observation.AttemptStarted(
            new RunReport(attempt, version, "d", null, SideEffects.UNKNOWN, Usage.UNKNOWN)));
    if (random.nextInt(3) > 0) {
      seen.add(new Observation.AttemptSucceeded(report));
      return false;
    }
    seen.add(new Observation.AttemptFailed(report, Story.failure()));
    Category category = Category.values()[random.nextInt(Category.values().length)];
    seen.add(
        new Observation.FailureClassified(
            attempt, new Classified(category, 1, random.nextInt(8) == 0, "sig", 1)));
    return true;
  }

  /** Shuffled within each attempt, about a third of it twice. */
  private static List<Observation> disordered(List<Observation> run, Random random) {
    List<Observation> result = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      List<Observation> attempt = new ArrayList<>();
      for (Observation seen : run) {
        if (numberOf(seen) == number) {
          attempt.add(seen);
          if (random.nextInt(10) < 3) {
            attempt.add(seen);
          }
        }
      }
      Collections.shuffle(attempt, random);
      result.addAll(attempt);
    }
    return result;
  }

  private static int numberOf(Observation seen) {
    return switch (seen) {
      case Observation.AttemptStarted(RunReport report) -> report.attempt().number();
      case Observation.AttemptSucceeded(RunReport report) -> report.attempt().number();
      case Observation.AttemptFailed(RunReport report, var failure) -> report.attempt().number();
      case Observation.AttemptKilled(RunReport report) -> report.attempt().number();
      case Observation.AttemptLost(RunReport report) -> report.attempt().number();
      case Observation.FailureClassified(Attempt attempt, var classified) -> attempt.number();
      case Observation.PinWanted wanted -> 0;
      case Observation.ReleaseWanted wanted -> 0;
      case Observation.ExtensionWanted wanted -> 0;
      case Observation.SpeedJudged judged -> 0;
      case Observation.ComparisonOver over -> 0;
      case Observation.TimeCame come -> 0;
    };
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
