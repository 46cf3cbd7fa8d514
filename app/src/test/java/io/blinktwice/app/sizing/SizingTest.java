package io.blinktwice.app.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.Blinktwice;
import io.blinktwice.app.sizing.decision.Costs;
import io.blinktwice.app.sizing.decision.Demand;
import io.blinktwice.app.sizing.decision.SizingSheet;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.Reason;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.events.WireError;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.Golden;
import io.blinktwice.testkit.PlainAvro;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SizingTest {
  private static final String WORKLOAD = "warehouse/daily-etl";
  private static final String FINGERPRINT =
      Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(WORKLOAD)).value();

  /** Framing, key, headers for CloudEvents and trace, and what a batch has for each record. */
  private static final int AROUND = 5 + 40 + 150 + 10;

  @Test
  void thePageIsWrittenFromTheCode() {
    Golden.inRepository("docs/sizing.md", SizingText.page());
  }

  @Test
  void sumsAreWhatTheArithmeticSays() {
    SizingSheet sheet = SizingSheet.of(new Demand(1_000_000, 24, 3, 0.02, 7, 3), Costs.MEASURED);
    assertEquals("556/s", value(sheet, "run events, on average"));
    assertEquals("1,667/s", value(sheet, "run events, at the peak"));
    assertEquals("16.7/s", value(sheet, "failures, at the peak"));
    assertEquals("1", value(sheet, "processors"));
    assertEquals("2", value(sheet, "instances"));
    assertEquals("2.70 GB", value(sheet, "disk of each"));
    assertEquals("3", value(sheet, "brokers"));
  }

  @Test
  void moreWorkIsNeverCheaper() {
    double before = 0;
    for (long workloads = 1_000; workloads <= 1_000_000_000; workloads *= 10) {
      SizingSheet sheet = SizingSheet.of(new Demand(workloads, 24, 3, 0.02, 7, 3), Costs.MEASURED);
      double instances = Double.parseDouble(value(sheet, "instances").replace(",", ""));
      assertTrue(instances >= before, workloads + " workloads");
      before = instances;
    }
    assertTrue(before > 2);
  }

  @Test
  void recordsAreAsLargeAsTheSheetTakesThemFor() {
    assertNear(
        Costs.MEASURED.startedBytes(),
        size(Topics.RUN_EVENTS, event(RunEventKind.SUCCEEDED).build()) + AROUND);
    assertNear(
        Costs.MEASURED.failedBytes(),
        size(
                Topics.RUN_EVENTS,
                event(RunEventKind.FAILED)
                    .setError(
                        WireError.newBuilder()
                            .setGrpcStatus("INTERNAL")
                            .setMessage("at org.apache.spark.sql.X.y(X.scala:1)\n".repeat(142))
                            .build())
                    .build())
            + AROUND);
    assertNear(Costs.MEASURED.verdictBytes(), size(Topics.RUN_VERDICTS, verdict()) + AROUND);
  }

  @Test
  void wrongNumbersAreNamedAllAtOnce() {
    assertEquals(6, new Demand(0, 0, 0.5, 2, 0, 0).problems().size());
    assertEquals(List.of(), new Demand(1, 0.1, 1, 0, 1, 1).problems());
    assertEquals(
        6, new Demand(-1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 10).problems().size());
  }

  @Test
  void theCommandPrintsTheSheet() {
    assertTrue(said("size", "--workloads", "1000000").contains("1,667/s"));
    assertTrue(
        said("size", "--workloads", "100000000", "--events-per-second", "1000000", "--peak", "1")
            .contains("1,000,000/s"));
    assertTrue(said("size", "--workloads", "10", "--json").contains("\"arithmetic\""));
    assertTrue(said("size", "--workloads", "0").contains("workloads are between"));
    assertTrue(
        said("size", "--workloads", "1", "--runs-per-day", "1", "--events-per-second", "1")
            .contains("either"));
  }

  private static String said(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine program = Blinktwice.commandLine();
    program.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    program.execute(arguments);
    return said.toString();
  }

  private static void assertNear(double taken, int measured) {
    assertTrue(
        Math.abs(measured - taken) < 0.3 * measured, "taken for " + taken + ", is " + measured);
  }

  private static <V extends SpecificRecord> int size(Topic<V> topic, V record) {
    return new PlainAvro().of(topic).serializer().serialize(topic.name(), record).length;
  }

  private static RunEvent.Builder event(RunEventKind kind) {
    return RunEvent.newBuilder()
        .setEventId("3f1d7a52-9f0b-4a4e-8f53-9a3a3b6f2c11")
        .setWorkspace("default")
        .setWorkload(WORKLOAD)
        .setFingerprint(FINGERPRINT)
        .setRunId("scheduled__2026-01-01T00:00:00+00:00")
        .setAttempt(1)
        .setKind(kind)
        .setEngineVersion("4.2.0")
        .setSource(RunEventSource.SCHEDULER)
        .setMetrics(Map.of())
        .setOccurredAt(Instant.EPOCH);
  }

  private static RunVerdict verdict() {
    return RunVerdict.newBuilder()
        .setDecisionId("0123456789abcdef0123456789abcdef")
        .setWorkspace("default")
        .setWorkload(WORKLOAD)
        .setFingerprint(FINGERPRINT)
        .setRunId("scheduled__2026-01-01T00:00:00+00:00")
        .setAttempt(1)
        .setEngineVersion("4.2.0")
        .setAction(VerdictAction.FINISH)
        .setSucceeded(true)
        .setReasons(List.of(new Reason("clean", "the attempt succeeded")))
        .setInputs(List.of("blinktwice.run-events-3@1234567"))
        .setRuleVersion("9")
        .setDecidedAt(Instant.EPOCH)
        .build();
  }

  private static String value(SizingSheet sheet, String what) {
    return sheet.sections().stream()
        .flatMap(section -> section.lines().stream())
        .filter(line -> line.what().equals(what))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
