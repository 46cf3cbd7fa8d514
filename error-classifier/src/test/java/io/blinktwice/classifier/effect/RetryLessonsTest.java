package io.blinktwice.classifier.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.retraining.ProvedFailure;
import io.blinktwice.events.RetryLabel;
import io.blinktwice.events.RetryOutcome;
import io.blinktwice.events.WireError;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryLessonsTest {
  private static final WireError ERROR =
      WireError.newBuilder()
          .setGrpcStatus("INTERNAL")
          .setExceptionClass("java.lang.NullPointerException")
          .setMessage("it was null")
          .build();

  private static RetryLabel label(RetryOutcome outcome, @Nullable WireError error) {
    return RetryLabel.newBuilder()
        .setLabelId("l1")
        .setWorkspace("w")
        .setWorkload("nightly")
        .setFingerprint("f")
        .setRunId("r1")
        .setAt(Instant.EPOCH)
        .setOutcome(outcome)
        .setRetryProbability(0.25)
        .setSignature("s1")
        .setError(error)
        .build();
  }

  @Test
  void aLessonHasTheFailureItsSignatureAndHowRareItIs() {
    ProvedFailure lesson = RetryLessons.of(label(RetryOutcome.VERSIONS_FAULT, ERROR)).orElseThrow();

    assertTrue(lesson.versionsFault());
    assertEquals("s1", lesson.signature());
    assertEquals("java.lang.NullPointerException", lesson.failure().exceptionClass());
    assertEquals("it was null", lesson.failure().message());
    assertEquals(4, lesson.weight());
  }

  @Test
  void onlyTwoOutcomesProveSomething() {
    Set<RetryOutcome> proving = EnumSet.noneOf(RetryOutcome.class);
    for (RetryOutcome outcome : RetryOutcome.values()) {
      if (RetryLessons.of(label(outcome, ERROR)).isPresent()) {
        proving.add(outcome);
      }
    }

    assertEquals(
        EnumSet.of(RetryOutcome.VERSIONS_FAULT, RetryOutcome.NOT_THE_VERSIONS_FAULT), proving);
    assertFalse(
        RetryLessons.of(label(RetryOutcome.NOT_THE_VERSIONS_FAULT, ERROR))
            .orElseThrow()
            .versionsFault());
  }

  @Test
  void nothingIsLearntWithoutTheFailureItself() {
    assertTrue(RetryLessons.of(label(RetryOutcome.VERSIONS_FAULT, null)).isEmpty());
  }
}
