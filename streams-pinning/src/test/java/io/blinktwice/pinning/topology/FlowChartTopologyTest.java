package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PinState;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunMetrics;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.SideEffects;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.FlowChart;
import io.blinktwice.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every path of the flow chart, from records to records, and each of them replayed. */
class FlowChartTopologyTest {
  @TempDir private Path live;
  @TempDir private Path again;

  static Stream<FlowChart.Row> rows() {
    return FlowChart.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void leadsWhereTheFlowChartSaysAndAReplayThereToo(FlowChart.Row row) {
    try (Driven first = new Driven(live);
        Driven second = new Driven(again)) {
      first.fleet(FlowChart.stable());
      row.before().forEach(tried -> tell(first, tried));
      int turn = first.journal().size();
      first.fleet(row.fleet());
      row.told().forEach(tried -> tell(first, tried));
      List<RunVerdict> verdicts = first.verdicts();
      RunVerdict last = verdicts.getLast();
      assertEquals(row.action(), last.getAction() + " " + last.getReasons().getFirst().getRule());
      var pins = first.pins();
      assertEquals(row.pinnedTo() != null, !pins.isEmpty());
      if (row.pinnedTo() != null) {
        assertEquals(row.pinnedTo().value(), pins.getLast().value().getVersion());
        assertEquals(PinState.ACTIVE, pins.getLast().value().getState());
      }

      second.fleet(FlowChart.stable());
      second.replay(first.journal().subList(0, turn));
      second.fleet(row.fleet());
      second.replay(first.journal().subList(turn, first.journal().size()));
      assertEquals(first.state(), second.state());
      assertFalse(verdicts.isEmpty());
      assertEquals(ids(verdicts), ids(second.verdicts()));
      assertEquals(
          pins.stream().map(pin -> pin.value()).toList(),
          second.pins().stream().map(pin -> pin.value()).toList());
    }
  }

  private static List<String> ids(List<RunVerdict> verdicts) {
    return verdicts.stream().map(verdict -> verdict.getDecisionId() + verdict.getAction()).toList();
  }

  private static void tell(Driven driven, FlowChart.Tried tried) {
    driven.pipe(Topics.RUN_EVENTS, event(driven, tried, RunEventKind.STARTED));
    Classified failure = tried.failure();
    if (failure == null) {
      driven.pipe(Topics.RUN_EVENTS, event(driven, tried, RunEventKind.SUCCEEDED));
      return;
    }
    driven.pipe(Topics.RUN_EVENTS, event(driven, tried, RunEventKind.FAILED));
    FailureCategory category = FailureCategory.valueOf(failure.category().name());
    driven.pipe(
        Topics.FAILURE_CLASSIFICATIONS,
        driven
            .classificationOf(tried.run(), tried.attempt(), category)
            .setOom(failure.outOfMemory())
            .setProbabilities(Map.of(category.name(), failure.confidence()))
            .build());
  }

  private static RunEvent event(Driven driven, FlowChart.Tried tried, RunEventKind kind) {
    return driven
        .eventOf(tried.run(), tried.attempt(), kind, tried.version().value())
        .setCodeHash(tried.code())
        .setSideEffects(SideEffects.valueOf(tried.sideEffects().name()))
        .setError(kind == RunEventKind.FAILED ? Driven.error(tried.condition()) : null)
        .setMeasured(kind == RunEventKind.STARTED ? null : measured(tried))
        .build();
  }

  private static @Nullable RunMetrics measured(FlowChart.Tried tried) {
    return tried.taskMillis() == 0
        ? null
        : RunMetrics.newBuilder().setTaskMillis(tried.taskMillis()).build();
  }
}
