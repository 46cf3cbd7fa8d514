package io.blinktwice.classifier.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.FailureClassification;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTopologyTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CAUSE = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String KEY = "w1:00000000000000000000000000000001";
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir static Path folder;

  private final DrivenTopology driven =
      new DrivenTopology(
          () -> ClassifierTopology.of(DrivenTopology.SERDES, "t", BuiltIn::classifier),
          "t",
          folder);
  private final TestInputTopic<@Nullable String, @Nullable RunEvent> events =
      driven.in(Topics.RUN_EVENTS);
  private final TestOutputTopic<String, FailureClassification> answers =
      driven.out(Topics.FAILURE_CLASSIFICATIONS);

  @AfterEach
  void close() {
    driven.close();
  }

  @Test
  void looksAsAccepted() {
    driven.looksAsAccepted();
  }

  @Test
  void answersAFailureUnderItsKeyWithCloudEventHeaders() {
    send(event(RunEventKind.FAILED, error()));

    TestRecord<String, FailureClassification> answer = answers.readRecord();
    assertEquals(KEY, answer.key());
    assertEquals(FailureCategory.USER, answer.value().getCategory());
    assertEquals(AT, answer.value().getClassifiedAt());
    assertEquals(1, answer.value().getRevision());
    assertEquals(AT, answer.getRecordTime());
    assertTrue(String.valueOf(CloudEvents.id(answer.headers())).startsWith("classification-"));
    assertEquals(
        1.0,
        answer.value().getProbabilities().values().stream().mapToDouble(Double::doubleValue).sum(),
        1e-9);
  }

  @Test
  void keepsTheTraceOfTheCause() {
    TestRecord<@Nullable String, @Nullable RunEvent> caused =
        new TestRecord<>(KEY, event(RunEventKind.FAILED, error()), AT);
    caused.headers().add("traceparent", CAUSE.getBytes(StandardCharsets.UTF_8));
    caused.headers().add(CloudEvents.ID, "cause".getBytes(StandardCharsets.UTF_8));
    events.pipeInput(caused);

    TestRecord<String, FailureClassification> answer = answers.readRecord();
    String trace =
        new String(answer.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8);
    assertTrue(trace.matches("00-" + TRACE + "-(?!b7ad6b7169203331)[0-9a-f]{16}-01"), trace);
    assertTrue(String.valueOf(CloudEvents.id(answer.headers())).startsWith("classification-"));
  }

  @Test
  void saysTheSameUnderTheSameIdWhenTheEventComesTwice() {
    send(event(RunEventKind.FAILED, error()));
    send(event(RunEventKind.FAILED, error()));

    List<TestRecord<String, FailureClassification>> both = answers.readRecordsToList();
    assertEquals(2, both.size());
    assertEquals(both.get(0), both.get(1));
  }

  @Test
  void leavesOtherEventsAlone() {
    for (RunEventKind kind : RunEventKind.values()) {
      if (kind != RunEventKind.FAILED) {
        send(event(kind, null));
      }
    }

    assertTrue(answers.isEmpty());
  }

  @Test
  void isUndecidedAboutAFailureWithoutAnError() {
    send(event(RunEventKind.FAILED, null));

    FailureClassification answer = answers.readValue();
    assertEquals(FailureCategory.UNDECIDED, answer.getCategory());
    assertEquals("NoErrorWasSent", answer.getReasons().getFirst().getRule());
  }

  @Test
  void refusesARecordWithoutValueOrKey() {
    for (TestRecord<@Nullable String, @Nullable RunEvent> bad :
        List.<TestRecord<@Nullable String, @Nullable RunEvent>>of(
            new TestRecord<>(KEY, null, AT),
            new TestRecord<>(null, event(RunEventKind.FAILED, error()), AT))) {
      StreamsException refused = assertThrows(StreamsException.class, () -> events.pipeInput(bad));
      assertInstanceOf(UnusableRecord.class, refused.getCause());
    }
  }

  private void send(RunEvent event) {
    events.pipeInput(KEY, event, AT);
  }

  private static WireError error() {
    return WireError.newBuilder()
        .setGrpcStatus("INTERNAL")
        .setExceptionClass("org.apache.spark.SparkNumberFormatException")
        .setExceptionChain(List.of("org.apache.spark.SparkNumberFormatException"))
        .setCondition("CAST_INVALID_INPUT")
        .setSqlState("22018")
        .setMessage("[CAST_INVALID_INPUT] The value 'x' cannot be cast. SQLSTATE: 22018")
        .build();
  }

  private static RunEvent event(RunEventKind kind, @Nullable WireError error) {
    return RunEvent.newBuilder()
        .setEventId("e1")
        .setWorkspace("default")
        .setWorkload("daily")
        .setFingerprint(KEY)
        .setRunId("r1")
        .setAttempt(1)
        .setKind(kind)
        .setEngineVersion("4.2.0")
        .setFallback(false)
        .setSource(RunEventSource.GATEWAY)
        .setOccurredAt(AT)
        .setError(error)
        .build();
  }
}
