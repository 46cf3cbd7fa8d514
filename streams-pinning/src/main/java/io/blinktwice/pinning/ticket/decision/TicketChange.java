package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/** What a decision changes beside the ticket itself. */
public sealed interface TicketChange {

  record MemberKept(Member member) implements TicketChange {}

  record MemberDropped(String fingerprint) implements TicketChange {}

  record WorkspaceCounted(String workspace, int members) implements TicketChange {}

  /**
   * Told to the member's partition.
   *
   * @param fixedIn only once this version, or a successor, is what the workload would get
   */
  record ReleaseOrdered(Member member, @Nullable EngineVersion fixedIn, Resolution resolution)
      implements TicketChange {}

  /** Who ended the matter, and by which command. */
  record Resolution(String id, String actor, String reason) {}

  /** Told to a ticket, be it this one. */
  record Sent(TicketId to, TicketObservation message) implements TicketChange {}

  /** Told to collectors: this member's failure is to be explained. */
  record EnrichmentAsked(String fingerprint) implements TicketChange {}
}
