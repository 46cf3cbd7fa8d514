package io.blinktwice.pinning.ticket.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.TicketOrder.Wish;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private static final TicketId T = House.ticket("boom");
  private static final EngineVersion FIX = new EngineVersion("4.2.1");

  private final House house = new House();

  @Test
  void fiveHundredWorkloadsHitByOneBugAreOneTicket() {
    many(500);
    assertEquals(1, house.tickets.size());
    Tally tally = house.get(T).tally();
    assertEquals(500, tally.members());
    assertEquals(500, tally.pinned());
    assertEquals(500, tally.harmedRuns());
    assertEquals(5, tally.workspaces());
    assertEquals(12, house.get(T).sample().size());
    assertEquals(List.of(T), house.enriched);
    assertEquals(1, house.news);
  }

  @Test
  void otherSignaturesAndReleasesAreOtherTickets() {
    assertNotEquals(T, House.ticket("bang"));
    assertNotEquals(T, TicketId.of(FIX, "boom"));
  }

  @Test
  void aFalsePositiveReleasesEveryPinOnce() {
    many(500);
    order("c1", new Wish.FalsePositive());
    order("c1", new Wish.FalsePositive());
    assertEquals(500, house.released.size());
    assertTrue(house.released.stream().allMatch(order -> order.fixedIn() == null));
    assertEquals(
        500, house.released.stream().map(order -> order.member().pinId()).distinct().count());
    assertEquals(2, house.news);
  }

  @Test
  void aFixReleasesWhereItIsDeployed() {
    many(3);
    order("c1", new Wish.FixedIn(FIX));
    assertEquals(3, house.released.size());
    assertTrue(house.released.stream().allMatch(order -> FIX.equals(order.fixedIn())));
    assertEquals("fixed in 4.2.1", house.get(T).standing().word());
  }

  @Test
  void aFixInAnOlderVersionIsNone() {
    many(1);
    order("c1", new Wish.FixedIn(new EngineVersion("4.1.9")));
    assertEquals("4.1.9 is not newer than 4.2.0, which fails", refusal("c1"));
    assertTrue(house.released.isEmpty());
  }

  @Test
  void whoeverJoinsLateIsReleasedByTheSameResolution() {
    many(2);
    order("c1", new Wish.FalsePositive());
    house.pinned("boom", "late", "pin-late");
    house.settle();
    assertEquals("pin-late", house.released.getLast().member().pinId());
    assertEquals("c1", house.released.getLast().resolution().id());
    assertEquals("false positive", house.get(T).standing().word());
  }

  @Test
  void aFalsePositiveThatStrikesAgainIsReopened() {
    many(2);
    order("c1", new Wish.FalsePositive());
    house.ended("boom", "w000001", "pin-w000001");
    house.pinned("boom", "w000001", "pin-again");
    house.settle();
    assertEquals("open", house.get(T).standing().word());
    assertEquals(2, house.released.size());
    order("c2", new Wish.FalsePositive());
    assertEquals("pin-again", house.released.getLast().member().pinId());
  }

  @Test
  void aClosedTicketIsReopenedByALateMember() {
    many(1);
    order("c1", new Wish.Close());
    assertEquals("closed", house.get(T).standing().word());
    house.pinned("boom", "late", "pin-late");
    house.settle();
    assertEquals("open", house.get(T).standing().word());
    assertTrue(house.released.isEmpty());
  }

  @Test
  void whoeverIsGivenTheTicketHasTriagedIt() {
    many(1);
    order("c1", new Wish.Reassign("sql", null));
    order("c2", new Wish.Reassign(null, "ada"));
    assertEquals("triaged", house.get(T).standing().word());
    assertEquals(new TicketState.Assignment("sql", "ada"), house.get(T).assignment());
  }

  @Test
  void anOrderAgainstWhatHasChangedIsRefused() {
    many(1);
    long seen = house.get(T).revision();
    house.order(T, new TicketOrder("c1", new Wish.Close(), seen, "ada", ""));
    house.order(T, new TicketOrder("c2", new Wish.FalsePositive(), seen, "bob", ""));
    house.settle();
    assertNull(refusal("c1"));
    assertEquals("the ticket has changed: its revision is 2, not 1", refusal("c2"));
  }

  @Test
  void aMergedTicketsMembersLateOnesIncludedAreTheOthers() {
    many(450);
    house.pinned("bang", "x", "pin-x");
    house.settle();
    TicketId other = House.ticket("bang");
    order("c1", new Wish.Merge(other));
    assertInstanceOf(Standing.Merged.class, house.get(T).standing());
    assertEquals(0, house.get(T).tally().members());
    assertEquals(451, house.get(other).tally().members());
    assertEquals(List.of(T), house.get(other).aliases());
    house.pinned("boom", "late", "pin-late");
    house.ended("boom", "w000001", "pin-w000001");
    house.settle();
    assertEquals(452, house.get(other).tally().members());
    assertEquals(451, house.get(other).tally().pinned());
  }

  @Test
  void twoTicketsThatWantToBecomePartOfEachOtherBothStay() {
    many(1);
    house.pinned("bang", "x", "pin-x");
    house.settle();
    TicketId other = House.ticket("bang");
    house.order(T, "c1", new Wish.Merge(other));
    house.order(other, "c2", new Wish.Merge(T));
    house.deliverOne(size -> 0);
    house.settle();
    long merged =
        house.tickets.values().stream()
            .filter(ticket -> ticket.standing() instanceof Standing.Merged)
            .count();
    assertTrue(merged <= 1);
    assertEquals(Set.of("w000000", "x"), house.everybody());
  }

  @Test
  void aMergeIntoNothingIsRefused() {
    many(1);
    order("c1", new Wish.Merge(House.ticket("never seen")));
    assertTrue(Objects.requireNonNull(refusal("c1")).startsWith("there is no ticket"));
    assertNull(house.get(T).merging());
  }

  @Test
  void splitMembersHaveATicketOfTheirOwnAndLateNewsOfThemGoThere() {
    many(3);
    order("c1", new Wish.Split(List.of("w000001")));
    TicketId other = T.splitBy("c1");
    assertEquals(T, house.get(other).failure().splitFrom());
    assertEquals(1, house.get(other).tally().members());
    assertEquals(2, house.get(T).tally().members());
    house.ended("boom", "w000001", "pin-w000001");
    house.settle();
    assertEquals(0, house.get(other).tally().pinned());
    assertEquals(2, house.get(T).tally().pinned());
  }

  @Test
  void aSplitThatLeavesNobodyIsRefused() {
    many(2);
    order("c1", new Wish.Split(List.of("w000000", "w000001")));
    assertEquals("nobody would be left in it", refusal("c1"));
    order("c2", new Wish.Split(List.of("stranger")));
    assertEquals("1 of the 1 named are not members", refusal("c2"));
  }

  @Test
  void aHundredThousandMembersCostNoMoreEach() {
    many(100_000);
    TicketOutcome one =
        house.deliver(
            T,
            new TicketObservation.Pinned(
                house.get(T).failure(),
                new TicketObservation.Workload("one-more", "ws-1", "job"),
                "pin-more",
                house.now));
    assertTrue(one.changes().size() <= 3, one.changes().toString());
    assertFalse(one.news());
    order("c1", new Wish.FalsePositive());
    assertEquals(100_001, house.released.size());
  }

  private void many(int count) {
    for (int i = 0; i < count; i++) {
      String fingerprint = "w%06d".formatted(i);
      house.pinned("boom", fingerprint, "pin-" + fingerprint);
      house.settle();
    }
  }

  private void order(String command, Wish wish) {
    house.order(T, command, wish);
    house.settle();
  }

  private @Nullable String refusal(String command) {
    return house.get(T).history().stream()
        .filter(entry -> entry.id().equals(command))
        .findFirst()
        .orElseThrow()
        .refused();
  }
}
