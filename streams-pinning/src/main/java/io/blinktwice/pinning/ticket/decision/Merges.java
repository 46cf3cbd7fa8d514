package io.blinktwice.pinning.ticket.decision;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one ticket becomes part of another, which may be anywhere.
 *
 * <p>It asks, and until the answer comes neither of them is changed otherwise: a ticket that asks
 * refuses to be asked. So no two tickets ever become part of each other.
 */
final class Merges {
  private Merges() {}

  static void ask(Step step, TicketOrder order, TicketId into) {
    step.merging(new TicketState.Merging(into, order.id(), order.actor(), order.reason()));
    step.send(
        into,
        new TicketObservation.MergeAsked(
            step.now().id(), step.now().aliases(), order.id(), order.actor()));
  }

  static void asked(Step step, TicketObservation.MergeAsked asked) {
    if (step.now().standing() instanceof Standing.Merged(TicketId into)
        && !into.equals(asked.from())) {
      step.send(into, asked);
      return;
    }
    String id = asked.command() + "-taken";
    if (!step.now().hasSeen(id)) {
      String refused = refused(step.now(), asked);
      if (refused == null) {
        step.knownAs(aliases(step.now(), asked));
        step.revise();
        step.note(id, "took", new Step.By(asked.actor(), asked.from() + " is part of it"), null);
      }
      answer(step, asked, refused);
    } else {
      answer(step, asked, null);
    }
  }

  private static void answer(
      Step step, TicketObservation.MergeAsked asked, @Nullable String refused) {
    step.send(
        asked.from(),
        new TicketObservation.MergeAnswered(step.now().id(), asked.command(), refused));
  }

  private static @Nullable String refused(TicketState ticket, TicketObservation.MergeAsked asked) {
    if (ticket.standing() instanceof Standing.Merged) {
      return ticket.id() + " is part of this ticket already";
    }
    if (ticket.merging() != null) {
      return ticket.id() + " is being merged itself";
    }
    if (aliases(ticket, asked).size() > TicketState.ALIASES_KEPT) {
      return ticket.id() + " has taken as many tickets as one can";
    }
    return null;
  }

  private static List<TicketId> aliases(TicketState ticket, TicketObservation.MergeAsked asked) {
    Set<TicketId> all = new LinkedHashSet<>(ticket.aliases());
    all.add(asked.from());
    all.addAll(asked.aliases());
    return new ArrayList<>(all);
  }

  static void answered(Step step, TicketObservation.MergeAnswered answer) {
    TicketState.Merging merging = step.now().merging();
    if (merging == null || !merging.command().equals(answer.command())) {
      return;
    }
    step.merging(null);
    String refused = answer.refused();
    if (refused == null) {
      step.stand(new Standing.Merged(answer.into()));
      step.send(step.now().id(), new TicketObservation.MoveGoesOn(answer.into(), null));
    }
    step.note(answer.command(), "merge", new Step.By(merging.actor(), merging.reason()), refused);
  }

  /** Those that were split off before stay where they are, and so does the way to them. */
  static void movePage(Step step, TicketObservation.MoveGoesOn page) {
    Members.Page found = step.members().after(page.after(), Tickets.PAGE);
    for (Member member : found.members()) {
      if (member.isHere()) {
        step.send(
            page.into(),
            new TicketObservation.MemberArrived(step.now().failure(), member, List.of(step.id())));
        step.drop(member);
      }
    }
    if (found.more()) {
      String last = found.members().getLast().fingerprint();
      step.send(step.now().id(), new TicketObservation.MoveGoesOn(page.into(), last));
    }
  }
}
