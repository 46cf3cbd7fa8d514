package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.blinktwice.router.decision.AttemptEvent.Failed;
import io.blinktwice.router.decision.AttemptEvent.Killed;
import io.blinktwice.router.decision.AttemptEvent.Started;
import io.blinktwice.router.decision.AttemptEvent.Succeeded;
import io.blinktwice.router.decision.Observation.AftercareSeen;
import io.blinktwice.router.decision.Observation.CallLost;
import io.blinktwice.router.decision.Observation.CallSeen;
import io.blinktwice.router.decision.Observation.ConnectionClosed;
import io.blinktwice.router.decision.Observation.Ending;
import io.blinktwice.router.decision.Observation.OperationEnded;
import io.blinktwice.router.decision.Observation.OperationReattached;
import io.blinktwice.router.decision.Observation.OperationReleased;
import io.blinktwice.router.decision.Observation.OperationSent;
import io.blinktwice.router.decision.Observation.SessionReleased;
import io.blinktwice.router.decision.Observation.TimePassed;
import io.blinktwice.router.decision.Observation.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptLifeTest {
  private static final AttemptLife.Policy POLICY = new AttemptLife.Policy(Duration.ofSeconds(2));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final CallFailure ERROR = failure("CAST_INVALID_INPUT");

  @Test
  void aReleasedSessionEndsItsAttemptAfterTheGrace() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), completed(1), new SessionReleased("s"));
    life.later(Duration.ofMillis(1_999)).see(new TimePassed());
    life.expect(Started.class);
    life.later(Duration.ofMillis(1)).see(new TimePassed());
    life.expect(Started.class, Succeeded.class);
  }

  @Test
  void theNextTaskOfARunGoesOnWithItsAttempt() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), completed(1), new SessionReleased("s"));
    life.see(new ConnectionClosed(1)).later(Duration.ofMillis(1_500));
    life.see(new CallSeen("t", 2, "c1", false)).graceOver();
    life.expect(Started.class);
    life.see(sent(2, StatementKind.READ), failed(2), new SessionReleased("t")).graceOver();
    assertEquals(1, life.expectFailure().statements());
  }

  @Test
  void tidyingUpAfterTheLastSessionDoesNotKeepItOpen() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), completed(1), new SessionReleased("s"));
    life.later(Duration.ofSeconds(1)).see(new AftercareSeen(1), new ConnectionClosed(1));
    life.later(Duration.ofSeconds(1)).see(new TimePassed());
    life.expect(Started.class, Succeeded.class);
  }

  @Test
  void aClockThatIsSetBackKeepsNothingOpen() {
    Life life = new Life();
    life.see(called(), new ConnectionClosed(1));
    life.later(Duration.ofHours(-1)).see(new TimePassed());
    life.expect(Started.class);
    life.graceOver();
    life.expect(Started.class, Killed.class);
  }

  @Test
  void theLastOperationDecides() {
    Life failed = new Life();
    failed.see(called(), sent(1, StatementKind.READ), completed(1));
    failed.see(sent(2, StatementKind.READ), failed(2), new SessionReleased("s")).graceOver();
    assertEquals(ERROR, failed.expectFailure().failure());

    Life recovered = new Life();
    recovered.see(called(), sent(1, StatementKind.READ), failed(1));
    recovered.see(sent(2, StatementKind.READ), completed(2), new SessionReleased("s")).graceOver();
    recovered.expect(Started.class, Succeeded.class);
  }

  @Test
  void aStatementThatRanBesideTheFailedOneExcusesNothing() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), sent(2, StatementKind.READ));
    life.see(failed(1), completed(2), new SessionReleased("s")).graceOver();
    life.expectFailure();
  }

  @Test
  void whatOnlyPreparesExcusesNothing() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), failed(1));
    life.see(new OperationSent(2, "c", StatementKind.SESSION_STATE, Weight.PREPARATION));
    life.see(completed(2), new SessionReleased("s")).graceOver();
    life.expectFailure();
  }

  @Test
  void aCancelledStatementIsNoFailureAndNoWorkDone() {
    Life asked = new Life();
    asked.see(called(), sent(1, StatementKind.READ), completed(1), sent(2, StatementKind.READ));
    asked.see(new OperationEnded(2, new Ending.Failed(failure("OPERATION_CANCELED"), "c1")));
    asked.see(new SessionReleased("s")).graceOver();
    asked.expect(Started.class, Killed.class);

    Life wentOn = new Life();
    wentOn.see(called(), sent(1, StatementKind.READ));
    wentOn.see(new OperationEnded(1, new Ending.Cancelled()), sent(2, StatementKind.READ));
    wentOn.see(completed(2), new SessionReleased("s")).graceOver();
    wentOn.expect(Started.class, Succeeded.class);
  }

  @Test
  void aStatementCancelledBesideANewerOneIsNotTheLast() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), sent(2, StatementKind.READ), completed(2));
    life.see(new OperationEnded(1, new Ending.Cancelled()), new SessionReleased("s")).graceOver();
    life.expect(Started.class, Succeeded.class);
  }

  @Test
  void whoCompletedNothingDidNotSucceed() {
    Life silent = new Life();
    silent.see(called(), new SessionReleased("s")).graceOver();
    silent.expect(Started.class, Killed.class);

    Life prepared = new Life();
    prepared.see(called());
    prepared.see(new OperationSent(1, "c", StatementKind.SESSION_STATE, Weight.PREPARATION));
    prepared.see(completed(1), new SessionReleased("s")).graceOver();
    prepared.expect(Started.class, Killed.class);
  }

  @Test
  void completedStatementsAreCounted() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), completed(1), completed(1));
    life.see(sent(2, StatementKind.READ), failed(2), sent(3, StatementKind.READ), completed(3));
    life.see(new SessionReleased("s")).graceOver();
    assertEquals(new Succeeded(WriteKnowledge.NONE_SEEN, "c1", 2), life.events.getLast());
  }

  @Test
  void nothingIsKnownOfWritesWhenAnAttemptStarts() {
    Life life = new Life();
    life.see(called());
    assertEquals(WriteKnowledge.UNKNOWN, life.events.getFirst().writes());

    Life declared = new Life(AttemptState.unseen(WriteKnowledge.DECLARED_APPEND));
    declared.see(called());
    assertEquals(WriteKnowledge.DECLARED_APPEND, declared.events.getFirst().writes());
  }

  @Test
  void ofAnEndedAttemptItsErrorIsForgotten() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), sent(2, StatementKind.READ), failed(1));
    life.see(new SessionReleased("s")).graceOver();
    life.expectFailure();
    assertNull(life.state.failure());
    assertEquals(Map.of(), life.state.underWay());
  }

  @Test
  void workUnderWayAtTheEndMeansKilled() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.MAY_WRITE));
    life.see(new OperationEnded(1, new Ending.Cut()), new ConnectionClosed(1));
    life.expect(Started.class);
    life.later(Duration.ofSeconds(2)).see(new TimePassed());
    life.expect(Started.class, Killed.class);
    assertEquals(WriteKnowledge.MAY_HAVE_WRITTEN, life.events.getLast().writes());
  }

  @Test
  void aFailureThatEndedTheClientExplainsTheWorkItLeft() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), sent(2, StatementKind.READ), failed(1));
    life.see(new OperationEnded(2, new Ending.Cut()), new ConnectionClosed(1));
    life.later(Duration.ofSeconds(2)).see(new TimePassed());
    life.expectFailure();
  }

  @Test
  void aClientThatComesBackWithinTheGraceGoesOn() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), new OperationEnded(1, new Ending.Cut()));
    life.see(new ConnectionClosed(1));
    life.later(Duration.ofMillis(1_500)).see(new CallSeen("s", 2, "c1", true));
    life.see(new OperationReattached(2, "op1"));
    life.later(Duration.ofSeconds(60)).see(new TimePassed(), completed(2));
    life.see(new SessionReleased("s")).graceOver();
    life.expect(Started.class, Succeeded.class);
    assertEquals(WriteKnowledge.NONE_SEEN, life.events.getLast().writes());
  }

  @Test
  void anIdleClientStaysAsLongAsItIsConnected() {
    Life life = new Life();
    life.see(called());
    life.later(Duration.ofDays(3)).see(new TimePassed());
    life.expect(Started.class);
  }

  @Test
  void theLastOfSeveralSessionsEndsIt() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), completed(1));
    life.see(new CallSeen("t", 2, "c1", false), new SessionReleased("s")).graceOver();
    life.expect(Started.class);
    life.see(new SessionReleased("t")).graceOver();
    life.expect(Started.class, Succeeded.class);
  }

  @Test
  void aFirstCallThatFoundNoClusterIsAFailedAttempt() {
    Life life = new Life();
    life.see(new CallSeen("s", 1, null, false), new CallLost(ERROR, null));
    life.see(new ConnectionClosed(1)).later(Duration.ofSeconds(3)).see(new TimePassed());
    life.expectFailure();
  }

  @Test
  void tidyingUpBeginsNothing() {
    Life life = new Life();
    life.see(new AftercareSeen(1), new SessionReleased("s"), new ConnectionClosed(1));
    life.later(Duration.ofSeconds(3)).see(new TimePassed());
    life.expect();
    assertEquals(AttemptState.Phase.ENDED, life.state.phase());
  }

  @Test
  void workThatTheClientGaveUpWasCancelled() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ));
    life.see(new OperationEnded(1, new Ending.Suspended()), new OperationReleased("op1"));
    assertEquals(Map.of(), life.state.underWay());
    life.see(new SessionReleased("s")).graceOver();
    life.expect(Started.class, Killed.class);
  }

  @Test
  void anOldStreamOfAnOperationNoLongerSpeaks() {
    Life life = new Life();
    life.see(called(), sent(1, StatementKind.READ), new OperationReattached(2, "op1"));
    life.see(failed(1), completed(2), new SessionReleased("s")).graceOver();
    life.expect(Started.class, Succeeded.class);
  }

  @Test
  void whatWasNotWatchedIsNotKnown() {
    Life resumed = new Life();
    resumed.see(new CallSeen("s", 1, "c1", true), new SessionReleased("s")).graceOver();
    assertEquals(WriteKnowledge.UNKNOWN, resumed.events.getLast().writes());

    Life stranger = new Life();
    stranger.see(called(), new OperationReattached(1, "op0"), new SessionReleased("s")).graceOver();
    assertEquals(WriteKnowledge.MAY_HAVE_WRITTEN, stranger.events.getLast().writes());

    Life declared = new Life(AttemptState.unseen(WriteKnowledge.DECLARED_IDEMPOTENT));
    declared.see(called(), sent(1, StatementKind.MAY_WRITE), new SessionReleased("s")).graceOver();
    assertEquals(WriteKnowledge.DECLARED_IDEMPOTENT, declared.events.getLast().writes());
  }

  /** Whatever is seen in whatever order: one start, at most one end, and in this order. */
  @Test
  void anyOrderGivesOneStartAndAtMostOneEnd() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      Life life = new Life();
      for (int step = 0; step < 60; step++) {
        life.later(Duration.ofMillis(random.nextInt(1_500))).see(any(random));
      }
      checkOrder(life, seed);
    }
  }

  /** Every observation twice is the same as once. */
  @Test
  void duplicatesChangeNothing() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      Life once = new Life();
      Life twice = new Life();
      for (int step = 0; step < 60; step++) {
        Observation seen = any(random);
        Duration pause = Duration.ofMillis(random.nextInt(1_500));
        once.later(pause).see(seen);
        twice.later(pause).see(seen, seen);
        assertEquals(once.state, twice.state, "seed " + seed + " step " + step + ": " + seen);
      }
      assertEquals(once.events, twice.events, "seed " + seed);
    }
  }

  /** Operations that ended and are told of again, much later, change nothing either. */
  @Test
  void lateDuplicatesOfCallsChangeNothing() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      List<Observation> story = story(random);
      Life plain = new Life();
      Life repeated = new Life();
      for (int i = 0; i < story.size(); i++) {
        plain.see(story.get(i));
        repeated.see(story.get(i));
        Observation again = story.get(random.nextInt(i + 1));
        if (again instanceof OperationSent || again instanceof OperationEnded) {
          repeated.see(again);
        }
      }
      assertEquals(plain.graceOver().events, repeated.graceOver().events, "seed " + seed);
    }
  }

  /** A session that sends statements one after the other, some of which fail. */
  private static List<Observation> story(Random random) {
    List<Observation> story = new ArrayList<>(List.of(called()));
    for (long call = 1; call <= 10; call++) {
      story.add(sent(call, StatementKind.READ));
      story.add(random.nextInt(3) == 0 ? failed(call) : completed(call));
    }
    story.add(new SessionReleased("s"));
    return story;
  }

  private static void checkOrder(Life life, long seed) {
    for (int i = 0; i < life.events.size(); i++) {
      boolean start = life.events.get(i) instanceof Started;
      assertEquals(i == 0, start, "seed " + seed + ": " + life.events);
    }
    boolean ended = life.state.phase() == AttemptState.Phase.ENDED;
    boolean started = !life.events.isEmpty();
    assertEquals(
        started ? (ended ? 2 : 1) : 0, life.events.size(), "seed " + seed + ": " + life.events);
  }

  private static Observation any(Random random) {
    String session = "s" + random.nextInt(2);
    long connection = random.nextInt(3);
    long call = random.nextInt(12);
    String operation = "op" + random.nextInt(6);
    return switch (random.nextInt(12)) {
      case 0, 1 -> new CallSeen(session, connection, "c1", random.nextBoolean());
      case 2 -> new AftercareSeen(connection);
      case 3, 4 -> new OperationSent(call, operation, StatementKind.MAY_WRITE, Weight.STATEMENT);
      case 5 -> new OperationReattached(call, operation);
      case 6 -> completed(call);
      case 7 -> failed(call);
      case 8 -> new OperationEnded(call, new Ending.Cut());
      case 9 -> random.nextInt(4) == 0 ? new SessionReleased(session) : new TimePassed();
      case 10 -> new CallLost(ERROR, "c1");
      default -> new ConnectionClosed(connection);
    };
  }

  private static CallSeen called() {
    return new CallSeen("s", 1, "c1", false);
  }

  private static OperationSent sent(long call, StatementKind kind) {
    return new OperationSent(call, "op" + call, kind, Weight.STATEMENT);
  }

  private static OperationEnded completed(long call) {
    return new OperationEnded(call, new Ending.Completed());
  }

  private static OperationEnded failed(long call) {
    return new OperationEnded(call, new Ending.Failed(ERROR, "c1"));
  }

  private static CallFailure failure(@Nullable String condition) {
    return new CallFailure("INTERNAL", null, List.of(), condition, null, "no", false);
  }

  /** One attempt, observed at a stepped time. */
  private static final class Life {
    private final List<AttemptEvent> events = new ArrayList<>();
    private AttemptState state;
    private Instant now = START;

    Life() {
      this(AttemptState.unseen(null));
    }

    Life(AttemptState state) {
      this.state = state;
    }

    Life later(Duration pause) {
      now = now.plus(pause);
      return this;
    }

    Life graceOver() {
      return later(Duration.ofSeconds(2)).see(new TimePassed());
    }

    Life see(Observation... observations) {
      for (Observation seen : observations) {
        Outcome outcome = AttemptLife.decide(state, seen, POLICY, now);
        state = outcome.next();
        events.addAll(outcome.events());
      }
      return this;
    }

    @SafeVarargs
    final void expect(Class<? extends AttemptEvent>... kinds) {
      assertEquals(List.of(kinds), events.stream().map(AttemptEvent::getClass).toList());
    }

    Failed expectFailure() {
      assertEquals(2, events.size(), () -> events.toString());
      return assertInstanceOf(Failed.class, events.getLast());
    }
  }
}
