package io.blinktwice.router.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.WorkspaceId;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallIdentityTest {
  @Test
  void aRunThatNobodyNamedIsItsSession() {
    CallIdentity identity = read(Map.of("x-workload-id", "daily-etl"));
    assertEquals("daily-etl", String.valueOf(Objects.requireNonNull(identity.workload()).name()));
    assertEquals("session-1#1", identity.attempt().toString());
    assertNull(identity.declared());
  }

  @Test
  void everyHeaderIsRead() {
    CallIdentity identity =
        read(
            Map.of(
                "x-workload-id", "w",
                "x-run-id", "r",
                "x-attempt", "2",
                "x-code-hash", "abc",
                "x-environment", "e4",
                "x-side-effects", "Append"));
    assertEquals("r#2", identity.attempt().toString());
    assertEquals("abc", identity.codeHash());
    assertEquals("e4", identity.environment());
    assertEquals(WriteKnowledge.DECLARED_APPEND, identity.declared());
  }

  @Test
  void aClientWithoutAWorkloadHasNoName() {
    assertNull(read(Map.of()).workload());
  }

  @ParameterizedTest
  @CsvSource({
    "x-workload-id, ''",
    "x-run-id, ' '",
    "x-attempt, two",
    "x-attempt, 0",
    "x-attempt, 99999999999",
    "x-code-hash, ''",
    "x-side-effects, maybe"
  })
  void aBadHeaderIsNamed(String header, String value) {
    CallIdentity.Reading reading =
        CallIdentity.of(WorkspaceId.DEFAULT, Map.of(header, value), "session-1");
    String sentence = assertInstanceOf(CallIdentity.Reading.Refused.class, reading).sentence();
    assertTrue(sentence.contains("'" + header + "'"), sentence);
  }

  private static CallIdentity read(Map<String, String> headers) {
    CallIdentity.Reading reading = CallIdentity.of(WorkspaceId.DEFAULT, headers, "session-1");
    return assertInstanceOf(CallIdentity.Reading.Read.class, reading).identity();
  }
}
