package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.RunId;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.pinning.decision.RunState;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.store.StoreFormat;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.RecordedSlice;
import io.blinktwice.testkit.RecordedSlice.Recorded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where runs lie that are over changes no decision: neither while they come back late, doubled and
 * out of order, nor over restarts between builds that keep them in another place.
 */
class FormatsDecideAlikeTest {
  private static final long SEED = 20_261_130;
  private static final int RUNS = 120;

  @TempDir private Path whole;
  @TempDir private Path apart;
  @TempDir private Path packed;
  @TempDir private Path rolled;
  @TempDir private Path rolledFurther;
  @TempDir private Path recording;
  @TempDir private Path there;

  @Test
  void whereverRunsLieTheSameIsToldAndRemembered() {
    List<Recorded> history = history(recording);
    Told inOneValue = told(whole, history, Collections.nCopies(4, StoreFormat.PLAIN));
    assertTrue(inOneValue.records.contains("RETRY_LAST_GOOD"), "a history with retries");
    assertEquals(inOneValue, told(apart, history, Collections.nCopies(4, StoreFormat.APART)));
    assertEquals(inOneValue, told(packed, history, Collections.nCopies(4, StoreFormat.PACKED)));
    assertEquals(
        inOneValue,
        told(
            rolled,
            history,
            List.of(
                StoreFormat.PLAIN,
                StoreFormat.APART,
                StoreFormat.PLAIN,
                StoreFormat.APART_CHECKED)));
    assertEquals(
        inOneValue,
        told(
            rolledFurther,
            history,
            List.of(
                StoreFormat.APART,
                StoreFormat.PACKED,
                StoreFormat.REFUSING,
                StoreFormat.PACKED_CHECKED)));
  }

  /** A run that is neither under way nor among the latest is a repetition there and back, too. */
  @Test
  void whatIsForgottenStaysSoWhereverItIsRemembered() {
    List<StoreFormat> builds =
        List.of(
            StoreFormat.APART, StoreFormat.PACKED, StoreFormat.CHECKED, StoreFormat.PACKED_CHECKED);
    try (Driven driven = new Driven(there, StoreFormat.PACKED)) {
      for (int run = 0; run < 60; run++) {
        driven.event("run-" + run, 1, RunEventKind.SUCCEEDED, Driven.OLD);
      }
      WorkloadState before = underWay(driven.state());
      driven.verdicts();
      for (StoreFormat build : builds) {
        driven.restartWriting(build);
        for (int run = 0; run < 60; run++) {
          driven.event("run-" + run, 1, RunEventKind.SUCCEEDED, Driven.OLD);
        }
        assertEquals(List.of(), driven.verdicts(), build.toString());
        assertEquals(before, underWay(driven.state()), build.toString());
      }
    }
  }

  /** What left the topology, and what can be read of the workload in the end. */
  private record Told(String records, WorkloadState state) {}

  /** Equal parts of the history, each read by a build that writes a format of its own. */
  private static Told told(Path folder, List<Recorded> history, List<StoreFormat> builds) {
    try (Driven driven = new Driven(folder, builds.getFirst())) {
      int part = history.size() / builds.size() + 1;
      List<Recorded> told = new ArrayList<>();
      for (int build = 0; build < builds.size(); build++) {
        if (build > 0) {
          driven.restartWriting(builds.get(build));
        }
        int begin = build * part;
        driven.replayed(history.subList(begin, Math.min(begin + part, history.size())));
        told.addAll(driven.told());
      }
      told.sort(Comparator.comparing(Recorded::topic));
      return new Told(RecordedSlice.write(told), underWay(driven.state()));
    }
  }

  /** By somebody without a name: only packed states know whose word it was. */
  private static FailureClassification said(Driven driven, String run) {
    return driven.classificationOf(run, 1, FailureCategory.USER).setClassifier("").build();
  }

  /** How many of those that are over are kept is another matter: 16 in all, or 16 of them. */
  private static WorkloadState underWay(WorkloadState state) {
    LinkedHashMap<RunId, RunState> runs = new LinkedHashMap<>(state.runs());
    runs.values().removeIf(RunState::isAtRest);
    return state.with(runs);
  }

  /** Runs that overlap a little, some of which blink; late and doubled within the last fifteen. */
  private static List<Recorded> history(Path folder) {
    Random random = new Random(SEED);
    try (Driven driven = new Driven(folder)) {
      List<Runnable> events = new ArrayList<>();
      for (int number = 0; number < RUNS; number++) {
        String run = "run-%03d".formatted(number);
        events.add(() -> driven.event(run, 1, RunEventKind.STARTED, Driven.NEW));
        if (random.nextInt(6) == 0) {
          events.add(() -> driven.event(run, 1, RunEventKind.FAILED, Driven.NEW));
          events.add(() -> driven.pipe(Topics.FAILURE_CLASSIFICATIONS, said(driven, run)));
          events.add(() -> driven.event(run, 2, RunEventKind.SUCCEEDED, Driven.OLD));
        } else {
          events.add(() -> driven.event(run, 1, RunEventKind.SUCCEEDED, Driven.NEW));
        }
      }
      for (int at = 0; at < events.size(); at++) {
        events.get(at).run();
        if (at > 0 && random.nextInt(3) == 0) {
          events.get(at - 1 - random.nextInt(Math.min(at, 12))).run();
        }
      }
      return driven.recorded();
    }
  }
}
