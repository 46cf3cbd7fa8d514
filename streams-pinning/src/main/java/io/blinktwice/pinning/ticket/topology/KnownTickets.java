package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketMerge;
import io.blinktwice.pinning.ticket.decision.HistoryEntry;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.Standing;
import io.blinktwice.pinning.ticket.decision.Tally;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.decision.TicketState;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ticket's record, read back as what decisions ask of it. */
final class KnownTickets {
  private KnownTickets() {}

  static TicketState state(Ticket ticket) {
    String splitFrom = ticket.getSplitFrom();
    return new TicketState(
        new TicketId(ticket.getTicketId()),
        new TicketState.Failure(
            new EngineVersion(ticket.getRelease()),
            ticket.getSignature(),
            splitFrom == null ? null : new TicketId(splitFrom)),
        standing(ticket),
        ticket.getRevision(),
        new TicketState.Assignment(ticket.getTeam(), ticket.getAssignee()),
        tally(ticket),
        ticket.getAliases().stream().map(TicketId::new).toList(),
        merging(ticket.getMerging()),
        ticket.getSample().stream().map(KnownTickets::shown).toList(),
        ticket.getAttachments().stream()
            .map(
                has ->
                    new TicketState.Attachment(
                        has.getEnrichmentId(), has.getKind(), has.getSummary(), has.getAt()))
            .toList(),
        ticket.getComments().stream()
            .map(said -> new TicketState.Comment(said.getActor(), said.getText(), said.getAt()))
            .toList(),
        ticket.getHistory().stream().map(KnownTickets::entry).toList());
  }

  private static Standing standing(Ticket ticket) {
    String resolution = ticket.getResolution();
    return switch (ticket.getState()) {
      case OPEN, UNKNOWN -> new Standing.Open();
      case TRIAGED -> new Standing.Triaged();
      case FALSE_POSITIVE -> new Standing.FalsePositive(Objects.requireNonNull(resolution));
      case FIXED ->
          new Standing.Fixed(
              new EngineVersion(Objects.requireNonNull(ticket.getFixedIn())),
              Objects.requireNonNull(resolution));
      case CLOSED -> new Standing.Closed();
      case MERGED ->
          new Standing.Merged(new TicketId(Objects.requireNonNull(ticket.getMergedInto())));
    };
  }

  private static Tally tally(Ticket ticket) {
    return new Tally(
        ticket.getMembers(),
        ticket.getPinned(),
        ticket.getWorkspaces(),
        new TreeMap<>(ticket.getByWorkspace()),
        ticket.getHarmedRuns(),
        ticket.getFirstSeen(),
        ticket.getLastSeen());
  }

  private static TicketState.@Nullable Merging merging(@Nullable TicketMerge merge) {
    return merge == null
        ? null
        : new TicketState.Merging(
            new TicketId(merge.getInto()),
            merge.getCommandId(),
            merge.getActor(),
            merge.getReason());
  }

  /** As much of a member as the ticket itself tells; the rest is in its own entry. */
  private static Member shown(io.blinktwice.events.TicketMember member) {
    return new Member(
        member.getFingerprint(),
        member.getWorkspace(),
        member.getWorkload(),
        member.getPinId(),
        true,
        member.getJoinedAt(),
        null,
        null);
  }

  private static HistoryEntry entry(io.blinktwice.events.TicketChange change) {
    return new HistoryEntry(
        change.getChangeId(),
        change.getKind(),
        change.getActor(),
        change.getReason(),
        change.getRefused(),
        change.getRevision(),
        change.getAt());
  }
}
