package io.blinktwice.pinning.performance.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.performance.decision.PerformanceWatch.Conclusion;
import io.blinktwice.pinning.performance.decision.PerformanceWatch.Observed;
import io.blinktwice.pinning.performance.decision.PerformanceWatch.Outcome;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerformanceWatchTest {
  private static final EngineVersion OLDER = new EngineVersion("3.5.7");
  private static final EngineVersion NEWER = new EngineVersion("4.2.0");
  private static final PerformancePolicy POLICY = PerformancePolicy.ORDINARY;

  private final SplittableRandom random = new SplittableRandom(42);
  private PerformanceRecord record = PerformanceRecord.NONE;

  @BeforeEach
  void thirtyRunsOnTheOlderVersion() {
    for (int run = 0; run < 30; run++) {
      assertInstanceOf(Conclusion.Nothing.class, ran(OLDER, 1));
    }
  }

  @Test
  void sharesOfTheErrorBudgetAreAllOfIt() {
    assertEquals(1, Arrays.stream(Metric.values()).mapToDouble(Metric::share).sum(), 1e-12);
  }

  @Test
  void slownessThatGoesAwayOnTheOlderVersionPins() {
    Conclusion suspicion = until(NEWER, 2);
    var compare = assertInstanceOf(Conclusion.CompareOnce.class, suspicion);
    assertEquals(OLDER, compare.on());
    var slower = assertInstanceOf(Conclusion.Slower.class, until(OLDER, 1));
    assertEquals(NEWER, slower.newer());
    assertEquals(Metric.TASK_TIME, slower.finding().foremost().metric());
    assertTrue(slower.finding().foremost().ratio() > 1.5);
  }

  @Test
  void slownessThatStaysIsNotTheVersions() {
    assertInstanceOf(Conclusion.CompareOnce.class, until(NEWER, 2));
    assertInstanceOf(Conclusion.SlowOnBoth.class, until(OLDER, 2));
    assertEquals(30, record.runs().size(), "runs under suspicion stay out");
  }

  @Test
  void aHealthyVersionIsAcceptedAndTakesOver() {
    var accepted = assertInstanceOf(Conclusion.Accepted.class, until(NEWER, 1));
    assertEquals(NEWER, accepted.version());
    assertEquals(NEWER, record.version());
    assertEquals(POLICY.trialRuns(), record.runs().size());
  }

  @Test
  void nothingIsJudgedBeforeThereIsEnoughToCompareWith() {
    record = PerformanceRecord.NONE;
    for (int run = 0; run < POLICY.enoughOlder() - 1; run++) {
      ran(OLDER, 1);
    }
    assertInstanceOf(Conclusion.Accepted.class, until(NEWER, 5));
  }

  @Test
  void changedCodeStartsAnew() {
    ran(NEWER, 2);
    PerformanceWatch.Outcome outcome =
        PerformanceWatch.decide(
            new PerformanceRecord(OLDER, "code-1", record.runs(), record.trial()),
            new Observed(NEWER, "code-2", run(2)),
            POLICY);
    assertEquals(NEWER, outcome.next().version());
    assertEquals(1, outcome.next().runs().size());
  }

  @Test
  void aRunOnAnEvenOlderVersionSaysNothing() {
    PerformanceRecord before = record;
    ran(new EngineVersion("3.4.0"), 9);
    assertEquals(before, record);
  }

  @Test
  void inputsFarBeyondThoseKnownAreNotJudged() {
    for (int run = 0; run < 20; run++) {
      Conclusion conclusion =
          step(
              new Observed(NEWER, null, new MeasuredRun(1L << 50, Map.of(Metric.TASK_TIME, 1e12))));
      assertInstanceOf(Conclusion.Nothing.class, conclusion);
    }
  }

  @Test
  void littleThingsMayGrowManyfold() {
    record = PerformanceRecord.NONE;
    for (int run = 0; run < 30; run++) {
      step(
          new Observed(OLDER, null, new MeasuredRun(null, Map.of(Metric.DURATION, 3.0 + run % 3))));
    }
    for (int run = 0; run < 20; run++) {
      step(new Observed(NEWER, null, new MeasuredRun(null, Map.of(Metric.DURATION, 40.0 + run))));
    }
    assertTrue(record.trial() != null && record.trial().stage() instanceof Trial.Stage.Watching);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverComesTheRecordStaysBounded(long seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    EngineVersion[] versions = {OLDER, NEWER, new EngineVersion("4.3.0")};
    for (int run = 0; run < 300; run++) {
      ran(versions[dice.nextInt(3)], Math.exp(dice.nextGaussian()));
      assertTrue(record.runs().size() <= POLICY.keptOlder());
      Trial trial = record.trial();
      assertTrue(trial == null || trial.runs().size() <= POLICY.trialRuns());
    }
  }

  /** Runs on a version until something follows. */
  private Conclusion until(EngineVersion version, double ratio) {
    Conclusion conclusion = ran(version, ratio);
    for (int run = 1; run < 50 && goesOn(conclusion, version); run++) {
      conclusion = ran(version, ratio);
    }
    return conclusion;
  }

  private static boolean goesOn(Conclusion conclusion, EngineVersion version) {
    return conclusion instanceof Conclusion.Nothing
        || conclusion instanceof Conclusion.CompareOnce compare && compare.on().equals(version);
  }

  private Conclusion ran(EngineVersion version, double ratio) {
    return step(new Observed(version, null, run(ratio)));
  }

  private MeasuredRun run(double ratio) {
    double noise = Math.exp(0.1 * random.nextGaussian());
    return new MeasuredRun(
        1L << 30, Map.of(Metric.TASK_TIME, 600_000 * ratio * noise, Metric.PEAK_MEMORY, 2e9));
  }

  private Conclusion step(Observed observed) {
    Outcome outcome = PerformanceWatch.decide(record, observed, POLICY);
    record = outcome.next();
    return outcome.conclusion();
  }
}
