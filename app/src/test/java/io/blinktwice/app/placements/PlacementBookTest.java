package io.blinktwice.app.placements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PlacementBookTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final PlacementBook book = new PlacementBook();

  private static RoutingDecision decision(
      String replica, String session, String operation, RoutingKind kind) {
    return RoutingDecision.newBuilder()
        .setDecisionId(replica + session + operation + kind)
        .setSessionId(session)
        .setWorkspace("default")
        .setOperationId(operation)
        .setKind(kind)
        .setReplica(replica)
        .setDecidedAt(AT)
        .build();
  }

  private List<String> waiting(long seconds) {
    return book.waiting(AT.plusSeconds(seconds)).stream()
        .map(RoutingDecision::getOperationId)
        .toList();
  }

  @Test
  void whatWaitsIsShownUntilItHasAPlaceOrGivesUp() {
    book.decided(decision("g", "s1", "a", RoutingKind.QUEUED));
    book.decided(decision("g", "s2", "b", RoutingKind.QUEUED));
    book.decided(decision("h", "s3", "a", RoutingKind.QUEUED));
    assertEquals(List.of("a", "b", "a"), waiting(1));
    assertEquals(Map.of("default", 3L), PlacementBook.byWorkspace(book.waiting(AT)));
    book.decided(decision("g", "s1", "a", RoutingKind.PLACED));
    book.decided(decision("g", "s2", "b", RoutingKind.REFUSED));
    assertEquals(List.of("a"), waiting(1));
  }

  @Test
  void theLineOfAGatewayThatIsSilentIsNotBelieved() {
    book.decided(decision("g", "s1", "a", RoutingKind.QUEUED));
    book.decided(decision("h", "s2", "b", RoutingKind.QUEUED));
    book.wants(
        PlacementDemand.newBuilder()
            .setPool("local")
            .setReplica("h")
            .setAt(AT.plusSeconds(100))
            .build());
    assertEquals(List.of("a", "b"), waiting(30));
    assertEquals(List.of("b"), waiting(110));
    assertEquals(List.of(), waiting(200));
  }

  @Test
  void theNewestOfEachSessionWithinABound() {
    for (int i = 0; i < PlacementBook.SESSIONS + 10; i++) {
      book.decided(decision("g", "s" + i, "a", RoutingKind.PLACED));
    }
    assertEquals("s" + (PlacementBook.SESSIONS + 9), book.newest(2).getFirst().getSessionId());
    assertEquals(PlacementBook.SESSIONS, book.newest(1_000_000).size());
    assertThrows(NoSuchElementException.class, () -> book.of("s0"));
    for (int i = 0; i < 50; i++) {
      book.decided(decision("g", "s77", "o" + i, RoutingKind.MOVED));
    }
    assertEquals(PlacementBook.OF_A_SESSION, book.of("s77").size());
    assertEquals("o49", book.of("s77").getFirst().getOperationId());
  }
}
