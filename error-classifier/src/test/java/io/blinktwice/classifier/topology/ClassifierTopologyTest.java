package io.blinktwice.classifier.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.decision.ProcessEnd;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.metrics.ClassifierMetrics;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final Around around = new Around();
  private final DrivenTopology driven =
      new DrivenTopology(
          () ->
              ClassifierTopology.of(
                  DrivenTopology.SERDES,
                  "t",
                  BuiltIn::classifier,
                  () -> new Shadow(BuiltIn.classifier()),
                  around),
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
  void aCandidateInTheShadowIsCountedAndPublishesNothing() {
    String model = BuiltIn.learnt().id();
    double before = ClassifierMetrics.SHADOW.value(model, "user", "user");

    send(event(RunEventKind.FAILED, error()));

    assertEquals(1, answers.readRecordsToList().size());
    assertEquals(before + 1, ClassifierMetrics.SHADOW.value(model, "user", "user"));
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

  /** What a test says is known beside events. */
  private static final class Around implements Surroundings {
    private final Map<String, ProcessEnd> ends = new HashMap<>();
    private @Nullable String predecessor;

    @Override
    public @Nullable ProcessEnd endOf(String cluster) {
      return ends.get(cluster);
    }

    @Override
    public @Nullable String predecessorOf(String version) {
      return predecessor;
    }
  }

  @Test
  void correctsWhatTheEndOfItsServerExplains() {
    send(lost("c1"));
    assertEquals(FailureCategory.INFRASTRUCTURE, answers.readValue().getCategory());
    around.ends.put("c1", new ProcessEnd(52, AT.plusSeconds(3)));
    driven.timePasses(Duration.ofSeconds(2));

    FailureClassification corrected = answers.readValue();
    assertEquals(2, corrected.getRevision());
    assertEquals(1, corrected.getCorrects());
    assertEquals(FailureCategory.USER, corrected.getCategory());
    assertTrue(corrected.getOom());
    assertEquals(52, corrected.getExitCode());
    assertEquals("ProcessEndedForLackOfMemory", corrected.getReasons().getFirst().getRule());
    driven.timePasses(Duration.ofSeconds(2));
    assertTrue(answers.isEmpty());
  }

  @Test
  void anEndThatIsKnownAlreadyIsPartOfTheFirstAnswer() {
    around.ends.put("c1", new ProcessEnd(52, AT.minusSeconds(3)));
    send(lost("c1"));
    send(lost("c1"));
    driven.timePasses(Duration.ofSeconds(2));
    List<FailureClassification> all = answers.readValuesToList();
    assertTrue(all.stream().allMatch(each -> each.getExitCode() == 52));
    assertEquals(List.of(1, 1), all.stream().map(FailureClassification::getRevision).toList());
    assertTrue(all.stream().allMatch(FailureClassification::getOom));
    assertFalse(driven.<RunEvent>store(ClassifierTopology.WAITING).all().hasNext());
  }

  /** A reader drops what has the id of something that it has read: that must say the same. */
  @Test
  void theSameIdIsTheSameAnswer() {
    send(lost("c1"));
    String blind = CloudEvents.id(answers.readRecord().headers());
    around.ends.put("c1", new ProcessEnd(52, AT.minusSeconds(3)));
    send(lost("c1"));
    String informed = CloudEvents.id(answers.readRecord().headers());
    send(lost("c1"));
    assertEquals(informed, CloudEvents.id(answers.readRecord().headers()));
    assertNotEquals(blind, informed);
  }

  @Test
  void anEndOfAnotherTimeExplainsNothing() {
    send(lost("c1"));
    around.ends.put("c1", new ProcessEnd(52, AT.plus(ProcessEnd.BOUND).plusSeconds(1)));
    driven.timePasses(Duration.ofSeconds(2));
    assertEquals(1, answers.readValuesToList().size());
    driven.timePasses(Duration.ofDays(2));
    assertFalse(driven.<RunEvent>store(ClassifierTopology.WAITING).all().hasNext());
  }

  @Test
  void anErrorThatTheServerNamedIsNotTheEndOfTheServer() {
    RunEvent named = event(RunEventKind.FAILED, error());
    named.setCluster("c1");
    send(named);
    around.ends.put("c1", new ProcessEnd(52, AT));
    driven.timePasses(Duration.ofSeconds(2));
    assertEquals(1, answers.readValuesToList().size());
  }

  @Test
  void whoWaitsSurvivesARestart() {
    send(lost("c1"));
    driven.restart(ClassifierTopology.WAITING);
    around.ends.put("c1", new ProcessEnd(52, AT));
    driven.timePasses(Duration.ofSeconds(2));
    TestOutputTopic<String, FailureClassification> later =
        driven.out(Topics.FAILURE_CLASSIFICATIONS);
    assertEquals(2, later.readValue().getRevision());
  }

  @Test
  void saysThatTheVersionsAreKnownToDiffer() {
    around.predecessor = "3.5.7";
    send(event(RunEventKind.FAILED, error()));
    FailureClassification answer = answers.readValue();
    assertTrue(answer.getChangedBehaviour());
    assertEquals("CAST_INVALID_INPUT", answer.getChangedCondition());
  }

  @Test
  void saysNothingOfTheKindBetweenVersionsThatAgree() {
    around.predecessor = "4.0.1";
    send(event(RunEventKind.FAILED, error()));
    assertFalse(answers.readValue().getChangedBehaviour());
  }

  private static RunEvent lost(String cluster) {
    RunEvent event =
        event(
            RunEventKind.FAILED,
            WireError.newBuilder()
                .setGrpcStatus("UNAVAILABLE")
                .setMessage("Network closed for unknown reason")
                .build());
    event.setCluster(cluster);
    return event;
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
