package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.TicketChange.Resolution;
import io.blinktwice.pinning.ticket.decision.TicketObservation.Workload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a ticket.
 *
 * <p>An event about a member costs the same however many members there are: it looks at that member
 * alone. What concerns all of them goes on in pages, each of which the ticket sends to itself.
 */
public final class Tickets {
  static final int PAGE = 200;

  private Tickets() {}

  public static TicketOutcome decide(
      TicketId id,
      @Nullable TicketState known,
      TicketObservation seen,
      Members members,
      Instant at) {
    return switch (seen) {
      case TicketObservation.Pinned pinned ->
          pinned(opened(id, known, pinned.failure(), members, at), pinned);
      case TicketObservation.MemberArrived arrived ->
          arrived(opened(id, known, arrived.failure(), members, at), arrived);
      case TicketObservation.MergeAsked asked when known == null ->
          answered(asked, id, "there is no ticket " + id);
      case TicketObservation.PinEnded ended ->
          ofKnown(known, members, at, step -> ended(step, ended));
      case TicketObservation.Ordered(TicketOrder order) ->
          ofKnown(known, members, at, step -> Orders.carryOut(step, order));
      case TicketObservation.MergeAsked asked ->
          ofKnown(known, members, at, step -> Merges.asked(step, asked));
      case TicketObservation.MergeAnswered answer ->
          ofKnown(known, members, at, step -> Merges.answered(step, answer));
      case TicketObservation.ReleaseGoesOn page ->
          ofKnown(known, members, at, step -> releasePage(step, page));
      case TicketObservation.MoveGoesOn page ->
          ofKnown(known, members, at, step -> Merges.movePage(step, page));
      case TicketObservation.Found found -> ofKnown(known, members, at, step -> found(step, found));
    };
  }

  private static TicketOutcome answered(
      TicketObservation.MergeAsked asked, TicketId id, String refused) {
    return new TicketOutcome(
        null,
        false,
        false,
        List.of(
            new TicketChange.Sent(
                asked.from(), new TicketObservation.MergeAnswered(id, asked.command(), refused))));
  }

  private interface Rule {
    void apply(Step step);
  }

  private static TicketOutcome ofKnown(
      @Nullable TicketState known, Members members, Instant at, Rule rule) {
    if (known == null) {
      return new TicketOutcome(null, false, false, List.of());
    }
    Step step = new Step(known, members, at);
    rule.apply(step);
    return step.outcome();
  }

  private static Step opened(
      TicketId id,
      @Nullable TicketState known,
      TicketState.Failure failure,
      Members members,
      Instant at) {
    return new Step(known == null ? TicketState.opened(id, failure, at) : known, members, at);
  }

  private static TicketOutcome pinned(Step step, TicketObservation.Pinned seen) {
    Workload workload = seen.workload();
    Member known = step.members().find(workload.fingerprint());
    TicketId elsewhere = elsewhere(step.now(), known);
    if (elsewhere != null) {
      step.send(elsewhere, seen);
    } else if (known == null || isNewer(seen, known)) {
      boolean first = step.isNew();
      join(step, known, seen);
      if (first) {
        open(step, workload);
      }
    }
    return step.outcome();
  }

  /** A repetition is not, nor is what took a longer way than what came after it. */
  private static boolean isNewer(TicketObservation.Pinned seen, Member known) {
    return !known.pinId().equals(seen.pinId()) && !seen.since().isBefore(known.pinnedAt());
  }

  private static void join(Step step, @Nullable Member known, TicketObservation.Pinned seen) {
    Workload workload = seen.workload();
    Member member =
        known == null
            ? new Member(
                workload.fingerprint(),
                workload.workspace(),
                workload.name(),
                seen.pinId(),
                true,
                seen.since(),
                null,
                null)
            : known.pinnedAnew(seen.pinId(), seen.since());
    step.harmed(seen.since());
    String resolution = known == null ? null : known.releasedBy();
    switch (step.standing()) {
      case Standing.Open open -> step.keep(member, known);
      case Standing.Triaged triaged -> step.keep(member, known);
      case Standing.Merged merged -> step.keep(member, known); // It is about to be handed over.
      case Standing.Closed closed -> {
        step.keep(member, known);
        reopen(step, seen.pinId(), "a workload was pinned after it was closed");
      }
      case Standing.FalsePositive(String by) when by.equals(resolution) -> {
        step.keep(member.releasedBy(null), known);
        reopen(step, seen.pinId(), "a workload that it had released was pinned again");
      }
      case Standing.FalsePositive falsePositive -> late(step, member, known);
      case Standing.Fixed fixed -> late(step, member.releasedBy(null), known);
    }
  }

  /** A member that joins late is released as the others were. */
  static void late(Step step, Member member, @Nullable Member known) {
    step.keep(member, known);
    switch (step.standing()) {
      case Standing.FalsePositive(String by) -> step.release(member, resolution(step, by), null);
      case Standing.Fixed(EngineVersion in, String by) ->
          step.release(member, resolution(step, by), in);
      case Standing.Closed closed when member.pinned() ->
          reopen(step, member.pinId(), "a pinned workload came to it after it was closed");
      case Standing.Open open -> {}
      case Standing.Triaged triaged -> {}
      case Standing.Closed closed -> {}
      case Standing.Merged merged -> {}
    }
  }

  private static Resolution resolution(Step step, String id) {
    return step.now().history().stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .map(entry -> new Resolution(id, entry.actor(), entry.reason()))
        .orElseGet(() -> new Resolution(id, "blinktwice", "the ticket is " + word(step)));
  }

  private static String word(Step step) {
    return step.standing().word();
  }

  private static void open(Step step, Workload workload) {
    step.revise();
    step.noteOfSystem(step.id() + "-opened", "opened", "the first workload that it hit was pinned");
    step.tell(new TicketChange.EnrichmentAsked(workload.fingerprint()));
  }

  private static void reopen(Step step, String pin, String why) {
    step.stand(new Standing.Open());
    step.noteOfSystem(step.id() + "-reopened-" + pin, "reopened", why);
  }

  private static TicketOutcome arrived(Step step, TicketObservation.MemberArrived seen) {
    Member arrived = seen.member();
    Member known = step.members().find(arrived.fingerprint());
    boolean first = step.isNew();
    TicketId movedTo = known == null ? null : known.movedTo();
    if (movedTo != null && !seen.via().contains(movedTo)) {
      step.send(movedTo, seen.from(step.id()));
    } else if (step.standing() instanceof Standing.Merged(TicketId into)
        && (known == null || movedTo != null)) {
      if (known != null) {
        step.drop(known); // It came back: from now on the way to it is the way of all.
      }
      step.send(into, seen.from(step.id()));
    } else if (known == null || movedTo != null || replaces(arrived, known)) {
      late(step, arrived, known);
    }
    if (first) {
      step.revise();
      step.noteOfSystem(step.id() + "-opened", "opened", "its first members were split off");
    }
    return step.outcome();
  }

  /** Of two pins of one workload at most one holds: the later one. */
  private static boolean replaces(Member arrived, Member known) {
    return arrived.pinned() && (!known.pinned() || arrived.pinnedAt().isAfter(known.pinnedAt()));
  }

  private static void ended(Step step, TicketObservation.PinEnded seen) {
    Member known = step.members().find(seen.fingerprint());
    TicketId elsewhere = elsewhere(step.now(), known);
    if (elsewhere != null) {
      step.send(elsewhere, seen);
    } else if (known != null && known.pinned() && known.pinId().equals(seen.pinId())) {
      step.keep(known.unpinned(), known);
    }
  }

  /** Who is told what is heard here: who has the member now. Null: this ticket itself. */
  private static @Nullable TicketId elsewhere(TicketState ticket, @Nullable Member known) {
    if (known != null) {
      return known.movedTo();
    }
    return ticket.standing() instanceof Standing.Merged(TicketId into) ? into : null;
  }

  private static void releasePage(Step step, TicketObservation.ReleaseGoesOn page) {
    EngineVersion fixedIn;
    switch (step.standing()) {
      case Standing.FalsePositive(String by) when by.equals(page.resolution()) -> fixedIn = null;
      case Standing.Fixed(EngineVersion in, String by) when by.equals(page.resolution()) ->
          fixedIn = in;
      case Standing.FalsePositive other -> {
        return;
      }
      case Standing.Fixed other -> {
        return;
      }
      case Standing.Open other -> {
        return;
      }
      case Standing.Triaged other -> {
        return;
      }
      case Standing.Closed other -> {
        return;
      }
      case Standing.Merged other -> {
        return;
      }
    }
    Resolution resolution = resolution(step, page.resolution());
    Members.Page found = step.members().after(page.after(), PAGE);
    found.members().stream()
        .filter(Member::isHere)
        .forEach(member -> step.release(member, resolution, fixedIn));
    if (found.more()) {
      String last = found.members().getLast().fingerprint();
      step.send(step.id(), new TicketObservation.ReleaseGoesOn(page.resolution(), last));
    }
  }

  private static void found(Step step, TicketObservation.Found seen) {
    if (step.standing() instanceof Standing.Merged(TicketId into)) {
      step.send(into, seen);
      return;
    }
    boolean known = step.now().attachments().stream().anyMatch(has -> has.id().equals(seen.id()));
    if (!known) {
      step.attach(new TicketState.Attachment(seen.id(), seen.kind(), seen.summary(), seen.at()));
    }
  }
}
