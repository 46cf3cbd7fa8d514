package io.blinktwice.pinning.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.AttemptState;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.decision.Verdict;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the state says of verdicts that are not among the latest. */
class EarlierVerdictTest {
  private static final Instant ENDED = Instant.parse("2026-11-30T09:00:00Z");
  private static final Duration CLASSIFIED = Duration.ofSeconds(90);
  private static final Instant NOW = ENDED.plus(Duration.ofHours(1));
  private static final RunId RUN = new RunId("r1");
  private static final EngineVersion OLD = new EngineVersion("3.5.7");
  private static final EngineVersion NEW = new EngineVersion("4.2.0");

  @Test
  void whatWasGivenLongAgoIsAnsweredWhole() {
    VerdictAnswer answer = answer(new Verdict.Action.RetryLastGood(OLD));
    assertEquals("RETRY_LAST_GOOD", answer.action());
    assertEquals("3.5.7", answer.retryVersion());
    assertEquals("4.2.0", answer.version());
    assertEquals("r1", answer.run());
    assertEquals(1, answer.attempt());
    assertEquals(List.of(new ReasonAnswer("suspect", "it ran clean before")), answer.reasons());
    assertEquals(
        5_000, answer(new Verdict.Action.RetrySame(NEW, Duration.ofSeconds(5))).retryAfterMillis());
    assertEquals("large", answer(new Verdict.Action.RetryLarger(NEW)).retrySize());
    assertEquals("FINISH", answer(new Verdict.Action.Finish()).action());
  }

  private static VerdictAnswer answer(Verdict.Action action) {
    EarlierVerdict known =
        EarlierVerdict.of(state(ENDED, verdict(action)), asked(1), false, at(NOW));
    return VerdictAnswer.of(
        assertInstanceOf(EarlierVerdict.Given.class, known),
        Optional.of(new SizeWish("large", 0, false)));
  }

  /** Its transaction may be open, and then it could be undone. */
  @Test
  void whatWasJudgedAMomentAgoIsNotToldFromTheState() {
    WorkloadState state = state(ENDED, verdict(new Verdict.Action.Finish()));
    Instant settled = ENDED.plus(CLASSIFIED).plus(EarlierVerdict.SETTLED);
    assertInstanceOf(
        EarlierVerdict.NotYet.class,
        EarlierVerdict.of(state, asked(1), false, at(settled.minusMillis(1))));
    assertInstanceOf(
        EarlierVerdict.Given.class, EarlierVerdict.of(state, asked(1), false, at(settled)));
  }

  @Test
  void whatIsNotJudgedAndWhatWasNeverSeenAreStillToCome() {
    assertInstanceOf(
        EarlierVerdict.NotYet.class,
        EarlierVerdict.of(state(ENDED, null), asked(1), false, at(NOW)));
    assertInstanceOf(
        EarlierVerdict.NotYet.class,
        EarlierVerdict.of(state(ENDED, null), asked(2), false, at(NOW)));
  }

  @Test
  void aRunThatLeftTheStateIsGone() {
    WorkloadState without = WorkloadState.unknown(workload());
    assertInstanceOf(
        EarlierVerdict.Gone.class, EarlierVerdict.of(without, asked(1), true, at(NOW)));
    assertTrue(
        EarlierVerdict.of(without, asked(1), false, at(NOW)) instanceof EarlierVerdict.NotYet);
  }

  private static EarlierVerdict.Moment at(Instant now) {
    return new EarlierVerdict.Moment(now, CLASSIFIED);
  }

  private static Attempt asked(int number) {
    return new Attempt(RUN, number);
  }

  private static Workload workload() {
    return Workload.named(WorkspaceId.DEFAULT, new WorkloadId("orders"));
  }

  private static Verdict verdict(Verdict.Action action) {
    return new Verdict(
        DecisionId.of("verdict", "1", "x"),
        action,
        List.of(new Reason("suspect", "it ran clean before")),
        true,
        1);
  }

  private static WorkloadState state(Instant ended, @Nullable Verdict verdict) {
    AttemptState attempt =
        new AttemptState(
            AttemptState.Phase.FAILED,
            NEW,
            null,
            null,
            SideEffects.NONE_SEEN,
            Usage.UNKNOWN,
            ended,
            ended,
            null,
            null,
            verdict);
    RunState run = new RunState(new TreeMap<>(Map.of(1, attempt)), false);
    return WorkloadState.unknown(workload()).with(new LinkedHashMap<>(Map.of(RUN, run)));
  }
}
