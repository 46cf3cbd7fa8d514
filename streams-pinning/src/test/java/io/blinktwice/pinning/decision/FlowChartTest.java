package io.blinktwice.pinning.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import io.blinktwice.testkit.Golden;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every path of the flow chart, decided. */
class FlowChartTest {
  static Stream<FlowChart.Row> rows() {
    return FlowChart.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void leadsWhereTheFlowChartSays(FlowChart.Row row) {
    Story story = new Story();
    row.before().forEach(tried -> tell(story, tried));
    story.fleet(row.fleet());
    row.told().forEach(tried -> tell(story, tried));
    Verdict verdict = story.verdict(attempt(row.told().getLast()));
    assertEquals(row.action(), actionOf(verdict));
    Pin pin = story.state().pin();
    assertEquals(row.pinnedTo(), pin == null ? null : pin.version());
    assertEquals(row.nextRunOn(), story.chosen(new Attempt(new RunId("next"), 1)).version());
  }

  /** What the tests on a real broker walk. */
  @Test
  void theTableForOthersIsTheAcceptedOne() {
    Golden.matches("flow-chart.json", FlowChartTable.text(FlowChart.rows()));
  }

  private static void tell(Story story, FlowChart.Tried tried) {
    Attempt attempt = attempt(tried);
    RunReport report =
        new RunReport(
            attempt, tried.version(), "d", tried.code(), tried.sideEffects(), used(tried));
    story.observe(new Observation.AttemptStarted(report));
    Classified failure = tried.failure();
    if (failure == null) {
      story.observe(new Observation.AttemptSucceeded(report));
    } else {
      FailureSeen seen =
          new FailureSeen("INTERNAL", null, List.of(), tried.condition(), null, "boom", false);
      story.observe(new Observation.AttemptFailed(report, seen));
      story.observe(new Observation.FailureClassified(attempt, failure));
    }
  }

  private static Usage used(FlowChart.Tried tried) {
    return tried.taskMillis() == 0
        ? Usage.UNKNOWN
        : Usage.of(null, Map.of("taskMillis", tried.taskMillis()));
  }

  private static Attempt attempt(FlowChart.Tried tried) {
    return new Attempt(new RunId(tried.run()), tried.attempt());
  }

  private static String actionOf(Verdict verdict) {
    String action =
        switch (verdict.action()) {
          case Verdict.Action.Finish finish -> "FINISH";
          case Verdict.Action.RetrySame retry -> "RETRY_SAME";
          case Verdict.Action.RetryLastGood retry -> "RETRY_LAST_GOOD";
          case Verdict.Action.RetryLarger retry -> "RETRY_LARGER";
        };
    return action + " " + verdict.reasons().getFirst().rule();
  }
}
