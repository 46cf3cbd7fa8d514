package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.TicketOrder.Wish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what somebody wants of a ticket, or says why not. */
final class Orders {
  /** A split is one decision; more members would make it a large one. */
  static final int SPLIT_AT_MOST = 100;

  private Orders() {}

  static void carryOut(Step step, TicketOrder order) {
    TicketState.Merging merging = step.now().merging();
    boolean underWay = merging != null && merging.command().equals(order.id());
    if (underWay || step.now().hasSeen(order.id())) {
      return;
    }
    String refused = refused(step, order);
    if (refused != null) {
      step.note(order, refused);
      return;
    }
    switch (order.wish()) {
      case Wish.FalsePositive wish -> resolve(step, order, new Standing.FalsePositive(order.id()));
      case Wish.FixedIn(EngineVersion version) ->
          resolve(step, order, new Standing.Fixed(version, order.id()));
      case Wish.Reassign wish -> reassign(step, order, wish);
      case Wish.Merge(TicketId into) -> Merges.ask(step, order, into);
      case Wish.Split(List<String> fingerprints) -> split(step, order, fingerprints);
      case Wish.Comment(String text) -> {
        step.say(new TicketState.Comment(order.actor(), text, step.at()));
        step.revise();
        step.note(order, null);
      }
      case Wish.Close wish -> {
        step.stand(new Standing.Closed());
        step.note(order, null);
      }
    }
  }

  private static void resolve(Step step, TicketOrder order, Standing standing) {
    step.stand(standing);
    step.note(order, null);
    step.send(step.now().id(), new TicketObservation.ReleaseGoesOn(order.id(), null));
  }

  private static void reassign(Step step, TicketOrder order, Wish.Reassign wish) {
    TicketState.Assignment known = step.now().assignment();
    step.assign(
        new TicketState.Assignment(
            wish.team() == null ? known.team() : wish.team(),
            wish.assignee() == null ? known.assignee() : wish.assignee()));
    step.stand(
        step.now().standing() instanceof Standing.Open
            ? new Standing.Triaged()
            : step.now().standing());
    step.note(order, null);
  }

  private static void split(Step step, TicketOrder order, List<String> fingerprints) {
    TicketId other = step.now().id().splitBy(order.id());
    TicketState.Failure failure =
        new TicketState.Failure(
            step.now().failure().release(), step.now().failure().signature(), step.now().id());
    for (Member member : found(step, fingerprints)) {
      step.keep(member.movedTo(other), member);
      step.send(other, new TicketObservation.MemberArrived(failure, member, List.of(step.id())));
    }
    step.revise();
    step.note(order, null);
  }

  private static List<Member> found(Step step, List<String> fingerprints) {
    List<Member> found = new ArrayList<>();
    for (String fingerprint : fingerprints) {
      Member member = step.members().find(fingerprint);
      if (member != null && member.isHere()) {
        found.add(member);
      }
    }
    return found;
  }

  /** Why not; null if it fits. */
  private static @Nullable String refused(Step step, TicketOrder order) {
    TicketState ticket = step.now();
    Long seen = order.ifRevision();
    if (seen != null && seen != ticket.revision()) {
      return "the ticket has changed: its revision is %d, not %d"
          .formatted(ticket.revision(), seen);
    }
    if (ticket.standing() instanceof Standing.Merged(TicketId into)) {
      return "it is merged; what is to be done is done to " + into;
    }
    if (ticket.merging() != null && !(order.wish() instanceof Wish.Comment)) {
      return "it is being merged into " + ticket.merging().into();
    }
    return switch (order.wish()) {
      case Wish.FalsePositive wish ->
          ticket.standing() instanceof Standing.FalsePositive ? "it is a false positive" : null;
      case Wish.FixedIn(EngineVersion version) -> unfit(ticket, version);
      case Wish.Reassign(String team, String assignee) ->
          team == null && assignee == null ? "neither a team nor a person is named" : null;
      case Wish.Merge(TicketId into) ->
          into.equals(ticket.id()) || ticket.aliases().contains(into)
              ? "it cannot be merged into itself"
              : null;
      case Wish.Split(List<String> fingerprints) -> unfit(step, fingerprints);
      case Wish.Comment(String text) -> text.isBlank() ? "the comment is empty" : null;
      case Wish.Close wish -> ticket.standing() instanceof Standing.Closed ? "it is closed" : null;
    };
  }

  private static @Nullable String unfit(TicketState ticket, EngineVersion version) {
    if (version.compareTo(ticket.failure().release()) <= 0) {
      return "%s is not newer than %s, which fails".formatted(version, ticket.failure().release());
    }
    boolean said =
        ticket.standing() instanceof Standing.Fixed(EngineVersion in, String by)
            && in.equals(version);
    return said ? "it is fixed in " + version : null;
  }

  private static @Nullable String unfit(Step step, List<String> fingerprints) {
    if (fingerprints.isEmpty() || fingerprints.size() > SPLIT_AT_MOST) {
      return "a split names 1 to " + SPLIT_AT_MOST + " members";
    }
    int found = found(step, fingerprints).size();
    if (found < fingerprints.size()) {
      return "%d of the %d named are not members"
          .formatted(fingerprints.size() - found, fingerprints.size());
    }
    return found == step.now().tally().members() ? "nobody would be left in it" : null;
  }
}
