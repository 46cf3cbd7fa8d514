package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.AttemptLife;
import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The book with a clock that the test steps, beside the real timer. */
class AttemptBookTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofMillis(20);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now = START;
  private final AttemptBook book =
      new AttemptBook(new AttemptLife.Policy(GRACE), () -> now, event -> {});

  @AfterEach
  void stop() {
    book.close();
  }

  @Test
  void aClockThatLagsOrIsSetBackDelaysTheEndOnly() {
    LiveAttempt attempt = leftAlone();
    await().atMost(SOON).during(GRACE.multipliedBy(5)).until(() -> book.open() == 1);
    now = START.minus(Duration.ofHours(1));
    await().atMost(SOON).until(() -> now.equals(aloneSince(attempt)));
    now = START.minus(Duration.ofHours(1)).plus(GRACE);
    await().atMost(SOON).until(() -> book.open() == 0);
  }

  @Test
  void anAttemptThatEndedKeepsNoError() {
    LiveAttempt attempt = leftAlone();
    now = START.plus(GRACE);
    await().atMost(SOON).until(() -> book.open() == 0);
    synchronized (book) {
      assertNull(attempt.state.failure());
    }
  }

  private LiveAttempt leftAlone() {
    SessionKey session = new SessionKey(WorkspaceId.DEFAULT, "me", "s");
    CallIdentity identity =
        new CallIdentity(
            WorkspaceId.DEFAULT,
            null,
            Map.of(),
            new Attempt(new RunId("r"), 1),
            null,
            null,
            null,
            false,
            CallIdentity.Pace.UNSAID);
    LiveAttempt attempt = book.attemptOf(session, identity);
    book.observe(attempt, new Observation.CallSeen("s", 1, "c1", false));
    book.observe(
        attempt, new Observation.CallLost(CallFailure.noCluster("there is no cluster"), null));
    book.observe(attempt, new Observation.SessionReleased("s"));
    return attempt;
  }

  private Instant aloneSince(LiveAttempt attempt) {
    synchronized (book) {
      return attempt.state.alone() == null ? Instant.MAX : attempt.state.alone();
    }
  }
}
