package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.Reason;
import io.blinktwice.events.ResourceAdvice;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.pinning.decision.FlowChart;
import io.blinktwice.pinning.sizing.decision.SizeClass;
import io.blinktwice.pinning.sizing.decision.SizeRecord;
import io.blinktwice.pinning.sizing.decision.SizeWish;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of memory: from run events with sizes to verdicts with sizes, and advice that is heeded. */
class SizesTopologyTest {
  private static final String OLD = Driven.OLD;
  private static final long MB = 1L << 20;

  @TempDir private Path stateDirectory;
  private Driven driven;

  @BeforeEach
  void start() {
    driven = new Driven(stateDirectory);
    driven.fleet(FlowChart.stable());
    driven.sizes(
        List.of(
            new SizeClass("small", 512 * MB),
            new SizeClass("medium", 1024 * MB),
            new SizeClass("large", 2048 * MB),
            new SizeClass("xlarge", 4096 * MB)));
  }

  @AfterEach
  void stop() {
    driven.close();
  }

  @Test
  void climbsTheLadderAndTellsTheUserOnlyWhenTheLargestDoesNotFit() {
    RunVerdict alone = fell(1, "small", 2);
    assertEquals(VerdictAction.RETRY_LARGER, alone.getAction());
    assertEquals("small", alone.getRetrySize());
    assertTrue(alone.getRetryAlone());
    RunVerdict next = fell(2, "small", 0);
    assertEquals("medium", next.getRetrySize());
    assertEquals(1024 * MB, next.getRetryMemoryBytes());
    assertEquals(Optional.of(new SizeWish("medium", 1024 * MB, false)), wishFor(3));
    assertEquals("xlarge", fell(3, "medium", 0).getRetrySize());
    RunVerdict last = fell(4, "xlarge", 0);
    assertEquals(VerdictAction.FINISH, last.getAction());
    assertTrue(last.getUserVisible());
    assertEquals("memory-exhausted", last.getReasons().getFirst().getRule());
    assertEquals(
        "memory ran out on the largest size, xlarge; tried before: small, small alone, medium,"
            + " xlarge",
        last.getReasons().getFirst().getSentence());
  }

  @Test
  void whereNobodySaysWhichSizeItHadItIsTakenToHaveHadWhatWasAskedFor() {
    assertEquals("medium", fell(1, null, 0).getRetrySize());
    assertEquals("xlarge", fell(2, null, 0).getRetrySize());
    assertEquals(VerdictAction.FINISH, fell(3, null, 0).getAction());
  }

  @Test
  void aRunThatIsNeverGivenMoreEndsAllTheSame() {
    VerdictAction action = VerdictAction.RETRY_LARGER;
    int attempts = 0;
    while (action == VerdictAction.RETRY_LARGER && attempts < 20) {
      action = fell(++attempts, "small", 0).getAction();
    }
    assertEquals(VerdictAction.FINISH, action);
    assertTrue(attempts <= 6, "it was tried " + attempts + " times");
  }

  @Test
  void adviceIsRememberedAndWhatIsAskedForOutlivesARestore() {
    advised("large", 2048 * MB);
    assertEquals(Optional.of(new SizeWish("large", 2048 * MB, false)), wishFor(1));
    assertEquals("xlarge", fell(1, null, 0).getRetrySize(), "it started on what was advised");
    SizeRecord before = driven.sizes();
    driven.restart();
    assertEquals(before, driven.sizes());
    assertEquals("xlarge", wishFor(2).orElseThrow().size());
  }

  @Test
  void withoutSizesMoreMemoryIsAskedForAndNobodySaysHowMuch() {
    driven.sizes(List.of());
    RunVerdict verdict = fell(1, "small", 0);
    assertEquals(VerdictAction.RETRY_LARGER, verdict.getAction());
    assertNull(verdict.getRetrySize());
  }

  private Optional<SizeWish> wishFor(int attempt) {
    return driven.sizes().wishFor(new Attempt(new RunId("run-m"), attempt));
  }

  private RunVerdict fell(int attempt, @Nullable String size, int neighbours) {
    driven.event("run-m", attempt, RunEventKind.STARTED, OLD);
    driven.pipe(
        Topics.RUN_EVENTS,
        driven
            .eventOf("run-m", attempt, RunEventKind.FAILED, OLD)
            .setClusterSize(size)
            .setNeighbours(neighbours)
            .build());
    driven.pipe(
        Topics.FAILURE_CLASSIFICATIONS,
        driven.classificationOf("run-m", attempt, FailureCategory.SYSTEM).setOom(true).build());
    return driven.verdicts().getLast();
  }

  private void advised(String size, long bytes) {
    driven.pipe(
        Topics.RESOURCE_ADVICE,
        ResourceAdvice.newBuilder()
            .setWorkspace("default")
            .setWorkload("daily-etl")
            .setFingerprint(Driven.KEY)
            .setAdviceId("advice-1")
            .setSize(size)
            .setMemoryBytes(bytes)
            .setReasons(List.of(new Reason("least-expected-cost", "because")))
            .setAt(driven.now())
            .build());
  }
}
