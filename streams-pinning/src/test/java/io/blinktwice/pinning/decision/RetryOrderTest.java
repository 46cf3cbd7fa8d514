package io.blinktwice.pinning.decision;

import static io.blinktwice.pinning.decision.Story.NEW;
import static io.blinktwice.pinning.decision.Story.OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where a suspect failure is retried first, and what is learned from it. */
class RetryOrderTest {
  @Test
  void aTenthOfTheRetriesIsDrawnForTheSameVersionWithAKnownProbability() {
    Story story = new Story().policy(Policy.DEFAULT).rollsOut();
    story.fails(story.newRun(), NEW, Category.SYSTEM);
    int same = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      Attempt attempt = story.newRun();
      story.fails(attempt, NEW, Category.SYSTEM);
      Verdict verdict = story.verdict(attempt);
      boolean drawn = verdict.action() instanceof Verdict.Action.RetrySame;
      assertEquals(drawn ? 0.1 : 0.9, verdict.probability());
      same += drawn ? 1 : 0;
    }
    // Five standard deviations of a binomial count; the hash is fixed, so this cannot flake.
    assertEquals(0.1, same / (double) runs, 5 * Math.sqrt(0.1 * 0.9 / runs));
  }

  @Test
  void theFirstSuspectFailureOfAWorkloadIsAlwaysCompared() {
    for (int run = 0; run < 100; run++) {
      Story story = new Story().policy(Policy.DEFAULT).rollsOut();
      Attempt attempt = story.newRun();
      for (int skipped = 0; skipped < run; skipped++) {
        attempt = story.newRun();
      }
      story.fails(attempt, NEW, Category.SYSTEM);
      assertEquals(new Verdict.Action.RetryLastGood(OLD), story.action(attempt));
      assertEquals(1, story.verdict(attempt).probability());
    }
  }

  /** Then the lot tells the judge of roll-outs what the draw of members does not any more. */
  @Test
  void onceAReleaseHasBakedMostRetriesComeBackToItFirstTheFirstOnesToo() {
    assertEquals(0.9, retriedOnTheSame(.09, 0.9), .05);
  }

  @Test
  void halfOfThemOnceATenthOfTheFleetIsOnIt() {
    assertEquals(0.5, retriedOnTheSame(.1, 0.5), .05);
    assertEquals(0.5, retriedOnTheSame(1, 0.5), .05);
  }

  /** Of first failures, a hash each: what comes out is the same each time. */
  private static double retriedOnTheSame(double share, double expected) {
    int runs = 400;
    int same = 0;
    for (int run = 0; run < runs; run++) {
      Story story = new Story().policy(Policy.DEFAULT).rollsOutSince(Duration.ofMinutes(20));
      story.rolloutDecidedNow(share);
      Attempt attempt = story.newRun();
      for (int skipped = 0; skipped < run; skipped++) {
        attempt = story.newRun();
      }
      story.fails(attempt, NEW, Category.SYSTEM);
      boolean drawn = story.action(attempt) instanceof Verdict.Action.RetrySame;
      assertEquals(drawn ? expected : 1 - expected, story.verdict(attempt).probability(), 1e-9);
      same += drawn ? 1 : 0;
    }
    return same / (double) runs;
  }

  @Test
  void aShareThatGrowsDoesNotMakeAReleaseYoungAgain() {
    Story story = new Story().policy(Policy.DEFAULT).rollsOutSince(Duration.ofMinutes(30));
    story.rolloutDecidedNow(.5);
    Attempt attempt = story.newRun();
    story.fails(attempt, NEW, Category.SYSTEM);
    assertTrue(story.verdict(attempt).probability() < 1);
  }

  @Test
  void aReleaseThatRollsOutDoesNotChangeWhoCountsAsFlaky() {
    Story story = new Story().cleanRuns(3, OLD);
    Flakiness before = story.state().flakiness();
    story.rollsOut();
    Attempt attempt = story.newRun();
    story.fails(attempt, NEW, Category.SYSTEM).succeeds(attempt.next(), NEW);
    story.cleanRuns(5, NEW);
    assertEquals(before.rate(), story.state().flakiness().rate());
  }

  @Test
  void everyRetryOfASuspectFailureTeachesSomething() {
    assertEquals(Set.of(RetryLesson.Proves.VERSIONS_FAULT), lessons(NEW, OLD, true));
    assertEquals(Set.of(RetryLesson.Proves.NOT_THE_VERSIONS_FAULT), lessons(NEW, OLD, false));
    assertEquals(Set.of(RetryLesson.Proves.RECOVERED_BY_ITSELF), lessons(OLD, OLD, true));
    assertEquals(Set.of(RetryLesson.Proves.FAILED_AGAIN), lessons(OLD, OLD, false));
  }

  private static Set<RetryLesson.Proves> lessons(
      EngineVersion first, EngineVersion second, boolean succeeds) {
    Story story = new Story().rollsOut();
    Attempt attempt = story.newRun();
    story.fails(attempt, first, Category.SYSTEM);
    if (succeeds) {
      story.succeeds(attempt.next(), second);
    } else {
      story.fails(attempt.next(), second, Category.SYSTEM);
    }
    return story.changes().stream()
        .filter(Change.RetryProved.class::isInstance)
        .map(change -> ((Change.RetryProved) change).lesson().proves())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void retriesWaitLongerEachTimeAndNotAllAsLong() {
    Set<Long> pauses = new TreeSet<>();
    Story story = new Story();
    for (int run = 0; run < 50; run++) {
      Attempt attempt = story.newRun();
      story.fails(attempt, OLD, Category.INFRASTRUCTURE);
      Verdict.Action.RetrySame retry = (Verdict.Action.RetrySame) story.action(attempt);
      pauses.add(retry.after().toMillis());
    }
    assertTrue(pauses.size() > 40, "retries come back at the same moment");
  }
}
