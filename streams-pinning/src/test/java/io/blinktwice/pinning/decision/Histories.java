package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Histories of a workload, drawn from a seed, and the ways in which they can be heard of. */
final class Histories {
  private static final Duration ALARMS_RING_EVERY = Duration.ofSeconds(30);

  private Histories() {}

  /** An observation and when it is heard. */
  private record Heard(Observation seen, Instant at) {}

  static List<Observation> flat(List<List<Observation>> runs) {
    return new ArrayList<>(runs.stream().flatMap(List::stream).toList());
  }

  /** Runs one after the other, each with one or two attempts, as a scheduler would make them. */
  static List<List<Observation>> history(Random random) {
    return history(random, OLD, NEW);
  }

  /** The same, on other versions than the fleet gives them. */
  static List<List<Observation>> history(Random random, EngineVersion old, EngineVersion newer) {
    List<List<Observation>> runs = new ArrayList<>();
    for (int run = 0; run < 2 + random.nextInt(8); run++) {
      Attempt first = new Attempt(new RunId("run-" + run), 1);
      EngineVersion version = random.nextInt(3) == 0 ? old : newer;
      List<Observation> seen = new ArrayList<>();
      boolean failed = attempt(seen, random, first, version);
      if (failed && random.nextInt(4) > 0) {
        attempt(seen, random, first.next(), random.nextInt(4) == 0 ? newer : old);
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
  static List<Observation> disordered(List<Observation> run, Random random) {
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

  /** In whatever order, the second attempts before the first, about a third of it twice. */
  static List<Observation> inAnyOrder(List<Observation> happened, Random random) {
    List<Observation> all = new ArrayList<>();
    for (Observation seen : happened) {
      all.add(seen);
      if (random.nextInt(10) < 3) {
        all.add(seen);
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  /**
   * Tells runs an hour apart. What is said of an attempt is heard up to so much later, each on its
   * own; a second attempt begins when all of the first was heard. Alarms ring meanwhile.
   */
  static Story heardLate(
      List<List<Observation>> runs, Duration atMost, Random random, Story story) {
    for (List<Observation> run : runs) {
      for (int number = 1; number <= 2; number++) {
        List<Heard> heard = new ArrayList<>();
        for (Observation seen : run) {
          if (numberOf(seen) == number) {
            Duration late = Duration.ofMillis((long) (random.nextDouble() * atMost.toMillis()));
            heard.add(new Heard(seen, story.now().plus(late)));
          }
        }
        heard.sort(Comparator.comparing(Heard::at));
        for (Heard one : heard) {
          waitUntil(story, one.at);
          story.observe(one.seen);
        }
      }
      waitUntil(story, story.now().plus(Duration.ofHours(1)));
    }
    return story;
  }

  private static void waitUntil(Story story, Instant until) {
    while (story.now().plus(ALARMS_RING_EVERY).isBefore(until)) {
      story.later(ALARMS_RING_EVERY).timersRing();
    }
    if (story.now().isBefore(until)) {
      story.later(Duration.between(story.now(), until));
    }
  }
}
