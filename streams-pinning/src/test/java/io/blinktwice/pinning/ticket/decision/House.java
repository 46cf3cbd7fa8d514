package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All tickets of a fleet with their members, and what is on its way between them: in order from one
 * ticket to another, in any order otherwise, as between partitions.
 */
final class House {
  static final EngineVersion RELEASE = new EngineVersion("4.2.0");

  final SortedMap<TicketId, TicketState> tickets = new TreeMap<>();
  final SortedMap<TicketId, NavigableMap<String, Member>> members = new TreeMap<>();
  final SortedMap<TicketId, Map<String, Integer>> workspaces = new TreeMap<>();
  final List<TicketChange.ReleaseOrdered> released = new ArrayList<>();
  final List<TicketId> enriched = new ArrayList<>();
  final SortedMap<String, Deque<Posted>> channels = new TreeMap<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  int news;

  /** A message and where it goes. */
  record Posted(TicketId to, TicketObservation message) {}

  static TicketId ticket(String signature) {
    return TicketId.of(RELEASE, signature);
  }

  void pinned(String signature, String fingerprint, String pin) {
    now = now.plusSeconds(1);
    TicketState.Failure failure = new TicketState.Failure(RELEASE, signature, null);
    String workspace = "ws-" + Math.floorMod(fingerprint.hashCode(), 5);
    post(
        "world-" + fingerprint,
        ticket(signature),
        new TicketObservation.Pinned(
            failure,
            new TicketObservation.Workload(fingerprint, workspace, "job " + fingerprint),
            pin,
            now));
  }

  void ended(String signature, String fingerprint, String pin) {
    post(
        "world-" + fingerprint,
        ticket(signature),
        new TicketObservation.PinEnded(fingerprint, pin));
  }

  void order(TicketId ticket, String command, TicketOrder.Wish wish) {
    order(ticket, new TicketOrder(command, wish, null, "ada", "because"));
  }

  void order(TicketId ticket, TicketOrder order) {
    post("people", ticket, new TicketObservation.Ordered(order));
  }

  private void post(String from, TicketId to, TicketObservation message) {
    channels
        .computeIfAbsent(from + ">" + to, channel -> new ArrayDeque<>())
        .addLast(new Posted(to, message));
  }

  /** Delivers everything, choosing the next channel as told. */
  void settle(IntUnaryOperator choice) {
    int steps = 0;
    while (!channels.isEmpty()) {
      if (++steps > 1_000_000) {
        throw new AssertionError("messages go round for ever: " + channels);
      }
      deliverOne(choice);
    }
  }

  void settle() {
    settle(size -> 0);
  }

  void deliverOne(IntUnaryOperator choice) {
    List<String> waiting = List.copyOf(channels.keySet());
    String channel = waiting.get(choice.applyAsInt(waiting.size()));
    Deque<Posted> queue = Objects.requireNonNull(channels.get(channel));
    Posted posted = queue.removeFirst();
    if (queue.isEmpty()) {
      channels.remove(channel);
    }
    deliver(posted.to(), posted.message());
  }

  TicketOutcome deliver(TicketId to, TicketObservation message) {
    TicketOutcome outcome = Tickets.decide(to, tickets.get(to), message, membersOf(to), now);
    TicketState next = outcome.next();
    if (next != null) {
      tickets.put(to, next);
    }
    news += outcome.news() ? 1 : 0;
    outcome.changes().forEach(change -> apply(to, change));
    return outcome;
  }

  private void apply(TicketId ticket, TicketChange change) {
    NavigableMap<String, Member> own = members.computeIfAbsent(ticket, unknown -> new TreeMap<>());
    switch (change) {
      case TicketChange.MemberKept(Member member) -> own.put(member.fingerprint(), member);
      case TicketChange.MemberDropped(String fingerprint) -> own.remove(fingerprint);
      case TicketChange.WorkspaceCounted(String workspace, int count) ->
          workspaces.computeIfAbsent(ticket, unknown -> new TreeMap<>()).put(workspace, count);
      case TicketChange.ReleaseOrdered ordered -> released.add(ordered);
      case TicketChange.Sent(TicketId to, TicketObservation message) ->
          post(ticket.value(), to, message);
      case TicketChange.EnrichmentAsked asked -> enriched.add(ticket);
    }
  }

  private Members membersOf(TicketId ticket) {
    NavigableMap<String, Member> own = members.getOrDefault(ticket, new TreeMap<>());
    return new Members() {
      @Override
      public @Nullable Member find(String fingerprint) {
        return own.get(fingerprint);
      }

      @Override
      public int ofWorkspace(String workspace) {
        return workspaces.getOrDefault(ticket, Map.of()).getOrDefault(workspace, 0);
      }

      @Override
      public Page after(@Nullable String fingerprint, int limit) {
        List<Member> rest =
            (fingerprint == null ? own : own.tailMap(fingerprint, false))
                .values().stream().limit(limit + 1L).toList();
        boolean more = rest.size() > limit;
        return new Page(more ? rest.subList(0, limit) : rest, more);
      }
    };
  }

  TicketState get(TicketId ticket) {
    return Objects.requireNonNull(tickets.get(ticket), "no ticket " + ticket);
  }

  /** Members of all tickets, by fingerprint; those that are in two of them fail. */
  Set<String> everybody() {
    Set<String> all = new HashSet<>();
    members.values().stream()
        .flatMap(own -> own.values().stream())
        .filter(Member::isHere)
        .forEach(member -> all.add(member.fingerprint()));
    return all;
  }
}
