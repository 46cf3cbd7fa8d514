package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {
  private static final RestartPolicy POLICY =
      new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60), 6);

  @Test
  void waitsLongerAfterEachQuickFailureThenGivesUp() {
    List<Long> waits = new ArrayList<>();
    int failures = 0;
    while (POLICY.after(failures, Duration.ZERO) instanceof RestartDecision.Restart restart) {
      waits.add(restart.after().toSeconds());
      failures = restart.quickFailures();
    }
    assertEquals(List.of(1L, 2L, 4L, 5L, 5L), waits);
  }

  @Test
  void aLongLifeForgivesWhatWasBefore() {
    assertEquals(
        new RestartDecision.Restart(Duration.ofSeconds(1), 0),
        POLICY.after(5, Duration.ofSeconds(60)));
  }

  @Test
  void saysWhyItGivesUp() {
    RestartDecision.GiveUp giveUp =
        assertInstanceOf(RestartDecision.GiveUp.class, POLICY.after(5, Duration.ofSeconds(59)));
    assertEquals("6 times in a row it was lost before it had been ready for 60 s", giveUp.reason());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyPolicyEndsACrashLoopAndNeverWaitsOutsideItsBounds(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      RestartPolicy policy = anyPolicy(random);
      int restarts = 0;
      Duration before = policy.first();
      int failures = 0;
      while (policy.after(failures, Duration.ZERO) instanceof RestartDecision.Restart restart) {
        assertTrue(restart.after().compareTo(before) >= 0, "seed " + seed + ": " + policy);
        assertTrue(restart.after().compareTo(policy.longest()) <= 0, "seed " + seed);
        before = restart.after();
        failures = restart.quickFailures();
        restarts++;
      }
      assertEquals(policy.quickFailures() - 1, restarts, "seed " + seed + ": " + policy);
    }
  }

  @Test
  void refusesAPolicyThatMakesNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new RestartPolicy(second, Duration.ofMillis(1), second, 3));
    assertThrows(
        IllegalArgumentException.class, () -> new RestartPolicy(Duration.ZERO, second, second, 3));
    assertThrows(
        IllegalArgumentException.class, () -> new RestartPolicy(second, second, second, 0));
  }

  private static RestartPolicy anyPolicy(Random random) {
    long first = 1 + random.nextLong(10_000);
    long longest = first + random.nextLong(1_000_000);
    return new RestartPolicy(
        Duration.ofMillis(first),
        Duration.ofMillis(longest),
        Duration.ofMillis(1 + random.nextLong(100_000)),
        1 + random.nextInt(100));
  }
}
