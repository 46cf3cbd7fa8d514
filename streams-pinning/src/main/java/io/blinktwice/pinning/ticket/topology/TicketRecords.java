package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketAttachment;
import io.blinktwice.events.TicketChange;
import io.blinktwice.events.TicketComment;
import io.blinktwice.events.TicketMember;
import io.blinktwice.events.TicketMerge;
import io.blinktwice.pinning.ticket.decision.HistoryEntry;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.Standing;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A ticket as the world sees it. */
final class TicketRecords {
  /** Of so many members the evidence is kept in full; of the others it is in their pins. */
  private static final int MEMBERS_IN_FULL = 3;

  private TicketRecords() {}

  /**
   * The next record of a ticket: what was decided, over what was known.
   *
   * @param pin a pin that the ticket has just heard of
   */
  static Ticket ticket(@Nullable Ticket known, TicketState state, @Nullable Pin pin, Instant at) {
    Ticket.Builder told = known == null ? first(state) : Ticket.newBuilder(known);
    PinEvidence evidence = pin == null ? null : pin.getEvidence();
    if (evidence != null && told.getEvidence() == null) {
      about(told, evidence);
    }
    told.setSample(sample(known, state, pin));
    standing(told, state.standing());
    tally(told, state);
    TicketState.Merging merging = state.merging();
    return told.setRevision(state.revision())
        .setTeam(state.assignment().team())
        .setAssignee(state.assignment().assignee())
        .setAliases(state.aliases().stream().map(TicketId::value).toList())
        .setMerging(
            merging == null
                ? null
                : new TicketMerge(
                    merging.into().value(), merging.command(), merging.actor(), merging.reason()))
        .setAttachments(
            state.attachments().stream()
                .map(has -> new TicketAttachment(has.id(), has.kind(), has.summary(), has.at()))
                .toList())
        .setComments(
            state.comments().stream()
                .map(said -> new TicketComment(said.actor(), said.text(), said.at()))
                .toList())
        .setHistory(state.history().stream().map(TicketRecords::change).toList())
        .setChangedAt(at)
        .build();
  }

  private static Ticket.Builder first(TicketState state) {
    TicketId splitFrom = state.failure().splitFrom();
    return Ticket.newBuilder()
        .setTicketId(state.id().value())
        .setRelease(state.failure().release().value())
        .setSignature(state.failure().signature())
        .setSplitFrom(splitFrom == null ? null : splitFrom.value());
  }

  private static void about(Ticket.Builder told, PinEvidence evidence) {
    told.setEvidence(evidence)
        .setTitle(AttemptDiff.title(evidence))
        .setCategory(evidence.getCategory())
        .setChangedCondition(evidence.getChangedCondition())
        .setStackDiff(AttemptDiff.of(evidence));
  }

  private static void standing(Ticket.Builder told, Standing standing) {
    told.setFixedIn(null).setMergedInto(null).setResolution(null);
    switch (standing) {
      case Standing.Open open -> told.setState(io.blinktwice.events.TicketState.OPEN);
      case Standing.Triaged triaged -> told.setState(io.blinktwice.events.TicketState.TRIAGED);
      case Standing.FalsePositive(String by) ->
          told.setState(io.blinktwice.events.TicketState.FALSE_POSITIVE).setResolution(by);
      case Standing.Fixed(var in, String by) ->
          told.setState(io.blinktwice.events.TicketState.FIXED)
              .setFixedIn(in.value())
              .setResolution(by);
      case Standing.Closed closed -> told.setState(io.blinktwice.events.TicketState.CLOSED);
      case Standing.Merged(TicketId into) ->
          told.setState(io.blinktwice.events.TicketState.MERGED).setMergedInto(into.value());
    }
  }

  private static void tally(Ticket.Builder told, TicketState state) {
    told.setMembers(state.tally().members())
        .setPinned(state.tally().pinned())
        .setWorkspaces(state.tally().workspaces())
        .setByWorkspace(new HashMap<>(state.tally().byWorkspace()))
        .setHarmedRuns(state.tally().harmedRuns())
        .setFirstSeen(state.tally().firstSeen())
        .setLastSeen(state.tally().lastSeen());
  }

  private static List<TicketMember> sample(
      @Nullable Ticket known, TicketState state, @Nullable Pin pin) {
    Map<String, PinEvidence> inFull = new HashMap<>();
    if (known != null) {
      known.getSample().stream()
          .filter(member -> member.getEvidence() != null)
          .forEach(
              member ->
                  inFull.put(member.getPinId(), Objects.requireNonNull(member.getEvidence())));
    }
    if (pin != null && pin.getEvidence() != null && inFull.size() < MEMBERS_IN_FULL) {
      inFull.put(pin.getPinId(), pin.getEvidence());
    }
    List<TicketMember> sample = new ArrayList<>();
    for (Member member : state.sample()) {
      sample.add(
          new TicketMember(
              member.workspace(),
              member.workload(),
              member.fingerprint(),
              member.pinId(),
              member.pinnedAt(),
              inFull.get(member.pinId())));
    }
    return sample;
  }

  private static TicketChange change(HistoryEntry entry) {
    return new TicketChange(
        entry.id(),
        entry.kind(),
        entry.actor(),
        entry.reason(),
        entry.refused(),
        entry.revision(),
        entry.at());
  }
}
