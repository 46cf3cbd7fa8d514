package io.blinktwice.pinning.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.RunEventSource;
import io.blinktwice.pinning.decision.Fleet;
import io.blinktwice.pinning.decision.Release;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What schedulers post: read whole, checked whole, without its secrets. */
class PostedRunEventTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final WorkspaceId TEAM = new WorkspaceId("team");
  private static final PostedRunEvent.Surroundings AROUND =
      new PostedRunEvent.Surroundings(
          TEAM, Fleet.EMPTY.withRelease(new EngineVersion("4.2.0"), Release.PLAIN, 1), NOW);

  /** The catalogue tells Avro to trust our classes; a server has it long before it is asked. */
  @BeforeAll
  static void knowTheTopics() {
    assertFalse(Topics.ALL.isEmpty());
  }

  @Test
  void readsWhatASchedulerSays() throws Exception {
    RunEvent event =
        accepted(
            """
            {"workload": "orders", "run": "r1", "attempt": 2, "kind": "succeeded",
             "version": "4.2.0", "sideEffects": "declared_idempotent",
             "occurredAt": "2026-01-02T03:00:00Z",
             "measured": {"durationMillis": 1200, "complete": true}}
            """);

    assertEquals(
        Fingerprint.ofExplicitId(TEAM, new WorkloadId("orders")).value(), event.getFingerprint());
    assertEquals("team", event.getWorkspace());
    assertEquals(2, event.getAttempt());
    assertEquals(RunEventKind.SUCCEEDED, event.getKind());
    assertEquals(RunEventSource.SCHEDULER, event.getSource());
    assertEquals(Instant.parse("2026-01-02T03:00:00Z"), event.getOccurredAt());
    assertEquals(1200L, event.getMeasured().getDurationMillis());
    assertTrue(event.getMeasured().getComplete());
  }

  @Test
  void tellsAllThatIsWrongAtOnce() throws Exception {
    List<String> problems =
        read("""
                {"workload": "", "attempt": 0, "kind": "burnt", "version": "9.9.9",
                 "environment": "nowhere", "occurredAt": "yesterday", "colour": "red",
                 "measured": {"durationMillis": -1}}
                """)
            .problems();

    for (String named :
        List.of(
            "workload id is empty",
            "'attempt'",
            "'run' is missing",
            "'kind' is one of failed, killed, started, succeeded",
            "9.9.9 is not in the catalogue",
            "no environment 'nowhere'",
            "'occurredAt'",
            "'colour'",
            "'durationMillis'")) {
      assertEquals(
          1, problems.stream().filter(said -> said.contains(named)).count(), problems::toString);
    }
    assertEquals(9, problems.size(), problems::toString);
  }

  @Test
  void refusesIdsThatNobodyCanMean() throws Exception {
    String huge = "x".repeat(600);
    assertNull(read(started().put("workload", huge)).event());
    assertNull(read(started().put("run", huge)).event());
    assertNull(read(started().put("run", " ")).event());
    assertNull(read(started().put("eventId", "")).event());
    assertNull(read(started().put("version", "latest")).event());
    assertFalse(PostedRunEvent.of(JSON.readTree("[]"), AROUND).problems().isEmpty());
  }

  @Test
  void keepsNoSecretsOfAnError() throws Exception {
    RunEvent event =
        accepted(
            """
            {"workload": "orders", "run": "r1", "kind": "failed", "version": "4.2.0",
             "error": {"message": "cannot connect to jdbc:postgresql://u:hunter2@db/x",
                       "stackTrace": "at a.B(C.java:1)\\nAuthorization: Bearer abcdef123",
                       "condition": "CAST_INVALID_INPUT"}}
            """);

    String kept = event.getError().getMessage();
    assertFalse(kept.contains("hunter2") || kept.contains("abcdef123"), kept);
    assertTrue(kept.contains("at a.B(C.java:1)"), kept);
    assertEquals("CAST_INVALID_INPUT", event.getError().getCondition());
  }

  @Test
  void cutsAnEndlessStackTraceAndKeepsItsHash() throws Exception {
    String first = cut("at a.B(C.java:1)\n".repeat(8_000) + "first");
    String second = cut("at a.B(C.java:1)\n".repeat(8_000) + "other");

    assertEquals(PostedError.LONGEST_TEXT, first.length());
    assertTrue(first.matches("(?s).*\\[cut: \\d+ characters in all, sha-256 [0-9a-f]{64}\\]"));
    assertNotEquals(first, second);
  }

  private static String cut(String stackTrace) throws Exception {
    ObjectNode failed = started().put("kind", "failed");
    failed.putObject("error").put("stackTrace", stackTrace);
    PostedRunEvent read = read(failed);
    RunEvent event = read.event();
    assertNotNull(event, () -> read.problems().toString());
    assertTrue(event.getError().getMessageTruncated());
    return event.getError().getMessage();
  }

  @Test
  void wantsToKnowHowAFailureFailedAndNothingElse() throws Exception {
    assertNull(read(started().put("kind", "failed")).event());
    ObjectNode strange = started();
    strange.putObject("error").put("message", "m");
    assertNull(read(strange).event());
  }

  @Test
  void givesARepetitionTheSameId() throws Exception {
    assertEquals(event(started()).getEventId(), event(started()).getEventId());
    assertNotEquals(event(started()).getEventId(), event(started().put("attempt", 2)).getEventId());
    assertEquals("mine", event(started().put("eventId", "mine")).getEventId());
  }

  @Test
  void doesNotBelieveAClockThatIsFarOff() throws Exception {
    RunEvent event = event(started().put("occurredAt", "2036-01-01T00:00:00Z"));

    assertEquals(NOW, event.getOccurredAt());
    assertTrue(event.getClockCorrected());
  }

  @Test
  void recognisesAJobWhateverStartsItAndInWhateverOrderItsParametersAre() throws Exception {
    RunEvent one =
        accepted(
            """
            {"job": {"name": "nightly", "task": "load", "parameters": ["b", "a"]}, "run": "r1",
             "kind": "started", "version": "4.2.0", "orchestrator": "airflow"}
            """);
    RunEvent other =
        accepted(
            """
            {"job": {"name": "nightly", "task": "load", "parameters": ["a", "b"]}, "run": "r2",
             "kind": "started", "version": "4.2.0", "orchestrator": "dagster"}
            """);

    assertEquals(one.getFingerprint(), other.getFingerprint());
    assertEquals("nightly/load", one.getWorkload());
    assertEquals("a,b", one.getIdentity().get("parameters"));
    ObjectNode both = started();
    both.putObject("job").put("name", "nightly");
    assertNull(read(both).event());
  }

  private static ObjectNode started() {
    return JSON.createObjectNode()
        .put("workload", "orders")
        .put("run", "r1")
        .put("kind", "started")
        .put("version", "4.2.0");
  }

  private static RunEvent accepted(String body) throws Exception {
    return event((ObjectNode) JSON.readTree(body));
  }

  private static RunEvent event(ObjectNode body) {
    PostedRunEvent read = read(body);
    RunEvent event = read.event();
    assertNotNull(event, () -> read.problems().toString());
    return event;
  }

  private static PostedRunEvent read(String body) throws Exception {
    return PostedRunEvent.of(JSON.readTree(body), AROUND);
  }

  private static PostedRunEvent read(ObjectNode body) {
    return PostedRunEvent.of(body, AROUND);
  }
}
