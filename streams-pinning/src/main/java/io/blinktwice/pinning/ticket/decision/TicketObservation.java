package io.blinktwice.pinning.ticket.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a ticket can hear of, from the world, from other tickets and from itself. */
public sealed interface TicketObservation {

  /** A workload was pinned because of the failure. */
  record Pinned(TicketState.Failure failure, Workload workload, String pinId, Instant since)
      implements TicketObservation {}

  /** The pin of a workload has ended, by whatever. */
  record PinEnded(String fingerprint, String pinId) implements TicketObservation {}

  /**
   * Another ticket hands a member over.
   *
   * @param via the tickets that it has come from: it goes back to none of them
   */
  record MemberArrived(TicketState.Failure failure, Member member, List<TicketId> via)
      implements TicketObservation {
    public MemberArrived {
      via = List.copyOf(via);
    }

    MemberArrived from(TicketId ticket) {
      List<TicketId> longer = new ArrayList<>(via);
      longer.add(ticket);
      return new MemberArrived(failure, member, longer);
    }
  }

  record Ordered(TicketOrder order) implements TicketObservation {}

  /** Another ticket wants to become part of this one. */
  record MergeAsked(TicketId from, List<TicketId> aliases, String command, String actor)
      implements TicketObservation {
    public MergeAsked {
      aliases = List.copyOf(aliases);
    }
  }

  /** The other ticket's answer; a refusal says why. */
  record MergeAnswered(TicketId into, String command, @Nullable String refused)
      implements TicketObservation {}

  /** There are more members to whom a resolution applies, after this one. */
  record ReleaseGoesOn(String resolution, @Nullable String after) implements TicketObservation {}

  /** There are more members to hand over, after this one. */
  record MoveGoesOn(TicketId into, @Nullable String after) implements TicketObservation {}

  /** A collector found something. */
  record Found(String id, String kind, String summary, Instant at) implements TicketObservation {}

  /** A workload, as far as a ticket names it. */
  record Workload(String fingerprint, String workspace, String name) {}
}
