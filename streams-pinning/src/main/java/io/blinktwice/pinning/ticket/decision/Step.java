package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.ticket.decision.TicketChange.Resolution;
import io.blinktwice.pinning.ticket.decision.TicketState.Assignment;
import io.blinktwice.pinning.ticket.decision.TicketState.Attachment;
import io.blinktwice.pinning.ticket.decision.TicketState.Comment;
import io.blinktwice.pinning.ticket.decision.TicketState.Merging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision while it is made: the ticket so far, and what has changed. */
final class Step {
  private static final String SYSTEM = "blinktwice";

  private final TicketState before;
  private final Members members;
  private final Instant at;
  private final List<TicketChange> changes = new ArrayList<>();
  private final Map<String, Integer> workspaces = new HashMap<>();

  private Standing standing;
  private long revision;
  private Assignment assignment;
  private Tally tally;
  private List<TicketId> aliases;
  private @Nullable Merging merging;
  private List<Member> sample;
  private List<Attachment> attachments;
  private List<Comment> comments;
  private List<HistoryEntry> history;

  Step(TicketState before, Members members, Instant at) {
    this.before = before;
    this.members = members;
    this.at = at;
    this.standing = before.standing();
    this.revision = before.revision();
    this.assignment = before.assignment();
    this.tally = before.tally();
    this.aliases = before.aliases();
    this.merging = before.merging();
    this.sample = before.sample();
    this.attachments = before.attachments();
    this.comments = before.comments();
    this.history = before.history();
  }

  TicketState now() {
    return new TicketState(
        before.id(),
        before.failure(),
        standing,
        revision,
        assignment,
        tally,
        aliases,
        merging,
        sample,
        attachments,
        comments,
        history);
  }

  TicketId id() {
    return before.id();
  }

  Standing standing() {
    return standing;
  }

  boolean isNew() {
    return revision == 0;
  }

  Members members() {
    return members;
  }

  Instant at() {
    return at;
  }

  TicketOutcome outcome() {
    TicketState next = now();
    return new TicketOutcome(next, !next.equals(before), revision != before.revision(), changes);
  }

  void tell(TicketChange change) {
    changes.add(change);
  }

  void send(TicketId to, TicketObservation message) {
    changes.add(new TicketChange.Sent(to, message));
  }

  /** A member is kept as it is now; the counts follow from what it was. */
  void keep(Member member, @Nullable Member was) {
    changes.add(new TicketChange.MemberKept(member));
    count(member.workspace(), here(member) - here(was), pinned(member) - pinned(was));
    sample =
        member.isHere()
            ? TicketState.shown(sample, member)
            : TicketState.without(sample, member.fingerprint());
  }

  void drop(Member was) {
    changes.add(new TicketChange.MemberDropped(was.fingerprint()));
    count(was.workspace(), -here(was), -pinned(was));
    sample = TicketState.without(sample, was.fingerprint());
  }

  private void count(String workspace, int joined, int pinned) {
    if (joined != 0) {
      int of = workspaces.computeIfAbsent(workspace, members::ofWorkspace) + joined;
      workspaces.put(workspace, of);
      changes.add(new TicketChange.WorkspaceCounted(workspace, of));
      tally = tally.withMembers(joined, workspace, of);
    }
    tally = tally.withPinned(pinned);
  }

  private static int here(@Nullable Member member) {
    return member != null && member.isHere() ? 1 : 0;
  }

  private static int pinned(@Nullable Member member) {
    return member != null && member.isHere() && member.pinned() ? 1 : 0;
  }

  /** Asks for the end of a member's pin, once for each resolution. */
  void release(Member member, Resolution resolution, @Nullable EngineVersion fixedIn) {
    if (member.pinned() && !resolution.id().equals(member.releasedBy())) {
      changes.add(new TicketChange.ReleaseOrdered(member, fixedIn, resolution));
      keep(member.releasedBy(resolution.id()), member);
    }
  }

  void harmed(Instant when) {
    tally = tally.harmed(when);
  }

  /** It stands otherwise from now on; people are told. */
  void stand(Standing now) {
    standing = now;
    revise();
  }

  void revise() {
    revision++;
  }

  void assign(Assignment now) {
    assignment = now;
  }

  void merging(@Nullable Merging now) {
    merging = now;
  }

  void knownAs(List<TicketId> all) {
    aliases = all;
  }

  void say(Comment comment) {
    comments = TicketState.appended(comments, comment, TicketState.COMMENTS_KEPT);
  }

  void attach(Attachment attachment) {
    attachments = TicketState.appended(attachments, attachment, TicketState.ATTACHMENTS_KEPT);
  }

  void note(TicketOrder order, @Nullable String refused) {
    note(order.id(), order.wish().word(), new By(order.actor(), order.reason()), refused);
  }

  void noteOfSystem(String change, String kind, String reason) {
    note(change, kind, new By(SYSTEM, reason), null);
  }

  /** Who did something, and why. */
  record By(String actor, String reason) {}

  void note(String change, String kind, By by, @Nullable String refused) {
    history =
        TicketState.appended(
            history,
            new HistoryEntry(change, kind, by.actor(), by.reason(), refused, revision, at),
            TicketState.HISTORY_KEPT);
  }
}
