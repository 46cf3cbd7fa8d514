package io.blinktwice.pinning.ticket.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.TicketOrder.Wish;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Many seeded stories of pins, orders, merges and splits that overtake each other. */
class TicketsPropertiesTest {
  private static final int STORIES = 600;
  private static final int EVENTS = 120;
  private static final int WORKLOADS = 25;
  private static final List<String> SIGNATURES = List.of("s1", "s2", "s3", "s4");

  /** One story: what was told to the tickets, in the order of each workload. */
  private static final class Story {
    private final Random random;
    private final House house = new House();
    private final Set<String> everPinned = new HashSet<>();
    private final Map<String, String> active = new HashMap<>();
    private final Map<String, String> activeSignature = new HashMap<>();

    Story(long seed) {
      random = new Random(seed);
    }

    House tell() {
      for (int event = 0; event < EVENTS; event++) {
        next(event);
        while (!house.channels.isEmpty() && random.nextInt(3) > 0) {
          house.deliverOne(random::nextInt);
        }
      }
      house.settle(random::nextInt);
      return house;
    }

    private void next(int event) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3, 4 -> pin(event);
        case 5, 6 -> end();
        default -> order(event);
      }
    }

    private void pin(int event) {
      String fingerprint = "w" + random.nextInt(WORKLOADS);
      end(fingerprint);
      String signature = any(SIGNATURES);
      String pin = "pin-" + event;
      house.pinned(signature, fingerprint, pin);
      if (random.nextInt(3) == 0) {
        Objects.requireNonNull(
                house.channels.get("world-" + fingerprint + ">" + House.ticket(signature)))
            .addLast(
                Objects.requireNonNull(
                        house.channels.get("world-" + fingerprint + ">" + House.ticket(signature)))
                    .getLast());
      }
      everPinned.add(fingerprint);
      active.put(fingerprint, pin);
      activeSignature.put(fingerprint, signature);
    }

    private void end() {
      end("w" + random.nextInt(WORKLOADS));
    }

    private void end(String fingerprint) {
      String pin = active.remove(fingerprint);
      if (pin != null) {
        house.ended(Objects.requireNonNull(activeSignature.get(fingerprint)), fingerprint, pin);
      }
    }

    private void order(int event) {
      if (house.tickets.isEmpty()) {
        return;
      }
      TicketId ticket = any(List.copyOf(house.tickets.keySet()));
      TicketOrder order = new TicketOrder("command-" + event, wish(), null, "ada", "because");
      house.order(ticket, order);
      if (random.nextBoolean()) {
        house.order(ticket, order);
      }
    }

    private Wish wish() {
      return switch (random.nextInt(8)) {
        case 0 -> new Wish.FalsePositive();
        case 1 -> new Wish.FixedIn(new EngineVersion("4.2." + (1 + random.nextInt(3))));
        case 2 -> new Wish.Reassign("team-" + random.nextInt(3), null);
        case 3, 4 -> new Wish.Merge(any(List.copyOf(house.tickets.keySet())));
        case 5, 6 ->
            new Wish.Split(
                List.of("w" + random.nextInt(WORKLOADS), "w" + random.nextInt(WORKLOADS)));
        default -> new Wish.Close();
      };
    }

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }

  private interface Check {
    void of(Story story, House house);
  }

  private static void always(Check check) {
    for (long seed = 1; seed <= STORIES; seed++) {
      Story story = new Story(seed);
      try {
        check.of(story, story.tell());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void noMemberIsEverLost() {
    always((story, house) -> assertEquals(story.everPinned, house.everybody()));
  }

  @Test
  void aPinThatHoldsIsHeldByExactlyOneTicketOnceAllIsQuiet() {
    always(
        (story, house) -> {
          Map<String, String> held = new HashMap<>();
          for (NavigableMap<String, Member> own : house.members.values()) {
            for (Member member : own.values()) {
              if (member.isHere() && member.pinned()) {
                assertEquals(
                    null, held.put(member.fingerprint(), member.pinId()), "held twice: " + member);
              }
            }
          }
          assertEquals(story.active, held);
        });
  }

  @Test
  void countsAreThoseOfTheMembers() {
    always(
        (story, house) ->
            house.tickets.forEach(
                (id, ticket) -> {
                  List<Member> own =
                      house.members.getOrDefault(id, new TreeMap<>()).values().stream()
                          .filter(Member::isHere)
                          .toList();
                  assertEquals(own.size(), ticket.tally().members());
                  assertEquals(
                      own.stream().filter(Member::pinned).count(), ticket.tally().pinned());
                  assertEquals(
                      own.stream().map(Member::workspace).distinct().count(),
                      ticket.tally().workspaces());
                  assertEquals(
                      own.size(),
                      ticket.tally().byWorkspace().values().stream().mapToInt(n -> n).sum());
                }));
  }

  @Test
  void noPinIsReleasedAgainByTheResolutionThatReleasedItLast() {
    always(
        (story, house) -> {
          Map<String, String> last = new HashMap<>();
          house.released.forEach(
              order ->
                  assertNotEquals(
                      order.resolution().id(),
                      last.put(order.member().pinId(), order.resolution().id())));
        });
  }

  @Test
  void aResolvedTicketHasAskedForTheEndOfAllItsPins() {
    always(
        (story, house) ->
            house.tickets.forEach(
                (id, ticket) -> {
                  String resolution =
                      switch (ticket.standing()) {
                        case Standing.FalsePositive(String by) -> by;
                        case Standing.Fixed(EngineVersion in, String by) -> by;
                        case Standing.Open open -> "";
                        case Standing.Triaged triaged -> "";
                        case Standing.Closed closed -> "";
                        case Standing.Merged merged -> "";
                      };
                  if (!resolution.isEmpty()) {
                    house.members.getOrDefault(id, new TreeMap<>()).values().stream()
                        .filter(member -> member.isHere() && member.pinned())
                        .forEach(member -> assertEquals(resolution, member.releasedBy()));
                  }
                }));
  }

  @Test
  void noTicketIsPartOfItselfAndAMergedOneIsEmpty() {
    always(
        (story, house) ->
            house.tickets.forEach(
                (id, ticket) -> {
                  Set<TicketId> way = new HashSet<>();
                  TicketId at = id;
                  while (house.get(at).standing() instanceof Standing.Merged(TicketId into)) {
                    assertTrue(way.add(at), "round and round from " + id);
                    assertEquals(0, house.get(at).tally().members());
                    at = into;
                  }
                }));
  }

  @Test
  void nothingGrowsWithoutABound() {
    always(
        (story, house) ->
            house
                .tickets
                .values()
                .forEach(
                    ticket -> {
                      assertTrue(ticket.history().size() <= TicketState.HISTORY_KEPT);
                      assertTrue(ticket.sample().size() <= 12);
                    }));
  }

  @Test
  void storiesDoMergeSplitAndRelease() {
    int[] seen = new int[3];
    always(
        (story, house) -> {
          seen[0] += house.released.size();
          house
              .tickets
              .values()
              .forEach(
                  ticket -> {
                    seen[1] += ticket.standing() instanceof Standing.Merged ? 1 : 0;
                    seen[2] += ticket.failure().splitFrom() != null ? 1 : 0;
                  });
        });
    assertTrue(
        seen[0] > 1_000 && seen[1] > 300 && seen[2] > 300,
        List.of(seen[0], seen[1], seen[2]).toString());
  }
}
