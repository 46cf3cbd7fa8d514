package io.blinktwice.app.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.sessions.SessionBook.Known;
import io.blinktwice.events.JournalStep;
import io.blinktwice.events.SessionJournalEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionBookTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final SessionBook book = new SessionBook();

  @Test
  void aSessionIsListedFromItsPlaceToItsEndInWhateverOrderItsRecordsCome() {
    heard("s1/u/1.1", entry("s1", "red", JournalStep.CONFIGURATION));
    assertEquals(List.of(), ids());
    heard("s1/u/0.1", place("s1", "red", "c1"));
    heard("s1/u/2.1", entry("s1", "red", JournalStep.ARTIFACT));
    heard(
        "s1/u/2.2",
        SessionJournalEntry.newBuilder(entry("s1", "red", JournalStep.ARTIFACT))
            .setPart(2)
            .build());
    heard(
        "s1/u/3.1",
        SessionJournalEntry.newBuilder(entry("s1", "red", JournalStep.BOUND))
            .setBoundBecause("cached data")
            .build());
    Known known = book.find("s1", any -> true).orElseThrow();
    assertEquals("c1", known.at().getCluster());
    assertEquals(2, known.steps());
    assertEquals("cached data", known.boundBecause());
    heard("s1/u/0.1", place("s1", "red", "c2"));
    assertEquals("c2", book.find("s1", any -> true).orElseThrow().at().getCluster());

    heard("s1/u/0.1", null);
    assertEquals(List.of(), ids());
    for (String step : List.of("1.1", "2.1", "2.2", "3.1")) {
      heard("s1/u/" + step, null);
    }
    heard("s1/u/0.1", place("s1", "red", "c1"));
    Known again = book.find("s1", any -> true).orElseThrow();
    assertEquals(0, again.steps());
    assertNull(again.boundBecause());
  }

  @Test
  void usersMayHaveTheSameIdAndOneOfThemIsMeant() {
    heard("s1/u/0.1", place("s1", "red", "c1"));
    heard("s1/v/0.1", place("s1", "blue", "c2"));
    assertEquals(
        "c1",
        book.find("s1", known -> known.at().getWorkspace().equals("red"))
            .orElseThrow()
            .at()
            .getCluster());
    assertTrue(book.find("s1", known -> known.at().getWorkspace().equals("green")).isEmpty());
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    for (String id : List.of("c", "a", "b", "e", "d")) {
      heard(id + "/u/0.1", place(id, "red", "c1"));
    }
    assertEquals(List.of("a", "b"), ids(book.after(null, any -> true, 2)));
    assertEquals(List.of("c", "d"), ids(book.after("b/u", any -> true, 2)));
    assertEquals(List.of("e"), ids(book.after("d/u", any -> true, 2)));
  }

  @Test
  void whatIsOldOrTooMuchOrStrangeIsNotKept() {
    book.heard("old/u/0.1", place("old", "red", "c1"), AT.plus(Duration.ofDays(8)));
    heard("no key of ours", place("x", "red", "c1"));
    assertEquals(List.of(), ids());
    for (int i = 0; i < SessionBook.SESSIONS + 10; i++) {
      heard("s" + i + "/u/0.1", place("s" + i, "red", "c1"));
    }
    assertEquals(SessionBook.SESSIONS, ids().size());
  }

  private List<String> ids() {
    return ids(book.after(null, any -> true, Integer.MAX_VALUE));
  }

  private static List<String> ids(List<Known> found) {
    return found.stream().map(known -> known.at().getSessionId()).toList();
  }

  private void heard(String key, @Nullable SessionJournalEntry entry) {
    book.heard(key, entry, AT);
  }

  private static SessionJournalEntry place(String session, String workspace, String cluster) {
    return SessionJournalEntry.newBuilder(entry(session, workspace, JournalStep.OPENED))
        .setCluster(cluster)
        .setEngineVersion("4.2.0")
        .build();
  }

  private static SessionJournalEntry entry(String session, String workspace, JournalStep kind) {
    return SessionJournalEntry.newBuilder()
        .setSessionId(session)
        .setSequence(1)
        .setKind(kind)
        .setWorkspace(workspace)
        .setPayload(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .setAt(AT)
        .build();
  }
}
