package io.blinktwice.pinning.ticket.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workload that a ticket has pinned.
 *
 * @param pinId its newest pin by this ticket
 * @param pinned whether that pin holds
 * @param pinnedAt since when it holds, or held
 * @param releasedBy the resolution that has asked for the end of its pin
 * @param movedTo the ticket that it was split off to: what is heard of it goes there
 */
public record Member(
    String fingerprint,
    String workspace,
    String workload,
    String pinId,
    boolean pinned,
    Instant pinnedAt,
    @Nullable String releasedBy,
    @Nullable TicketId movedTo) {

  Member pinnedAnew(String pin, Instant since) {
    return new Member(fingerprint, workspace, workload, pin, true, since, releasedBy, movedTo);
  }

  Member unpinned() {
    return new Member(
        fingerprint, workspace, workload, pinId, false, pinnedAt, releasedBy, movedTo);
  }

  Member releasedBy(@Nullable String resolution) {
    return new Member(
        fingerprint, workspace, workload, pinId, pinned, pinnedAt, resolution, movedTo);
  }

  Member movedTo(TicketId ticket) {
    return new Member(fingerprint, workspace, workload, pinId, false, pinnedAt, releasedBy, ticket);
  }

  boolean isHere() {
    return movedTo == null;
  }
}
