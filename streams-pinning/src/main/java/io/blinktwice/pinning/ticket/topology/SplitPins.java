package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketMember;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.TicketObservation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a ticket knows of the pin of a member that is split off: at least what it is about. */
final class SplitPins {
  private SplitPins() {}

  static @Nullable PinEvent of(Ticket ticket, TicketObservation message) {
    PinEvidence evidence = ticket.getEvidence();
    if (!(message instanceof TicketObservation.MemberArrived arrived) || evidence == null) {
      return null;
    }
    Member member = arrived.member();
    PinEvidence own =
        ticket.getSample().stream()
            .filter(shown -> shown.getPinId().equals(member.pinId()))
            .map(TicketMember::getEvidence)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(evidence);
    Pin pin =
        Pin.newBuilder()
            .setPinId(member.pinId())
            .setWorkspace(member.workspace())
            .setWorkload(member.workload())
            .setFingerprint(member.fingerprint())
            .setVersion(own.getGoodVersion())
            .setAwayFrom(own.getFailedVersion())
            .setOrigin(PinOrigin.AUTOMATIC)
            .setCreatedAt(member.pinnedAt())
            .setEvidence(own)
            .build();
    return PinEvent.newBuilder()
        .setEventId(member.pinId() + "-split")
        .setKind(PinEventKind.CREATED)
        .setPin(pin)
        .setAt(member.pinnedAt())
        .build();
  }
}
