package io.blinktwice.runtime.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.life.FailureBudget.Judgement;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final RuntimeException FAULT = new IllegalStateException("broken");

  private final FailureBudget budget = new FailureBudget(2, WITHIN);

  @Test
  void forgivesSoManyFaultsWithinTheTime() {
    assertEquals(Judgement.FORGIVEN, budget.judge(FAULT, START));
    assertEquals(Judgement.FORGIVEN, budget.judge(FAULT, START.plusSeconds(1)));
    assertEquals(Judgement.TOO_MANY, budget.judge(FAULT, START.plusSeconds(2)));
  }

  @Test
  void forgetsFaultsThatAreLongPast() {
    for (int hour = 0; hour < 100; hour++) {
      Instant at = START.plus(Duration.ofHours(hour));
      assertEquals(Judgement.FORGIVEN, budget.judge(FAULT, at));
      assertEquals(Judgement.FORGIVEN, budget.judge(FAULT, at.plusSeconds(1)));
    }
  }

  @Test
  void aFaultIsRepeatedUntilTheOneBeforeIsForgotten() {
    budget.judge(FAULT, START);
    assertFalse(budget.isRepeated());
    budget.judge(FAULT, START.plusSeconds(1));
    assertTrue(budget.isRepeated());
    budget.judge(FAULT, START.plusSeconds(2).plus(WITHIN));
    assertFalse(budget.isRepeated());
  }

  @Test
  void theTimeIsOverExactlyWhenItIsOver() {
    budget.judge(FAULT, START);
    budget.judge(FAULT, START);
    assertEquals(Judgement.FORGIVEN, budget.judge(FAULT, START.plus(WITHIN)));
  }

  @Test
  void anOutageIsNeverCountedHoweverDeepItHides() {
    RuntimeException outage = new RuntimeException(new RuntimeException(new TimeoutException()));
    for (int i = 0; i < 100; i++) {
      assertEquals(Judgement.OUTAGE, budget.judge(outage, START));
    }
    assertEquals(Judgement.FORGIVEN, budget.judge(FAULT, START));
  }

  @Test
  void aCauseThatIsItsOwnCauseDoesNotHoldItUp() {
    RuntimeException one = new RuntimeException("one");
    RuntimeException other = new RuntimeException("other", one);
    one.initCause(other);
    assertEquals(Judgement.FORGIVEN, budget.judge(one, START));
  }
}
