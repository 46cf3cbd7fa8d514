package io.blinktwice.router.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ByteBudget budget = new ByteBudget(100);
  private final List<Integer> passed = new CopyOnWriteArrayList<>();

  @Test
  void whoFindsNoRoomWaitsForIt() throws Exception {
    budget.take(60);
    Thread.ofVirtual().start(() -> take(60));
    await().atMost(SOON).during(Duration.ofMillis(50)).until(passed::isEmpty);
    budget.giveBack(60);
    await().atMost(SOON).until(() -> passed.equals(List.of(60)));
    assertEquals(60, budget.held());
  }

  @Test
  void aMessageBeyondTheBudgetPassesInItsTurn() throws Exception {
    budget.take(60);
    Thread large = Thread.ofVirtual().start(() -> take(500));
    await().atMost(SOON).until(() -> large.getState() == Thread.State.WAITING);
    Thread small = Thread.ofVirtual().start(() -> take(10));
    await().atMost(SOON).until(() -> small.getState() == Thread.State.WAITING);
    assertEquals(List.of(), passed);
    budget.giveBack(20);
    await().atMost(SOON).until(() -> passed.equals(List.of(500)));
    budget.giveBack(500);
    await().atMost(SOON).until(() -> passed.equals(List.of(500, 10)));
  }

  private void take(int bytes) {
    try {
      budget.take(bytes);
      passed.add(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
