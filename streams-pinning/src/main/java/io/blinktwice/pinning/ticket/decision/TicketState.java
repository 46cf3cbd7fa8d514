package io.blinktwice.pinning.ticket.decision;

import io.blinktwice.contract.EngineVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ticket, as far as decisions ask; bounded, however many members it has.
 *
 * @param revision counts its changes, but not the members that come and go
 * @param aliases tickets that were merged into it
 * @param merging the ticket that was asked to take its members and has not answered
 * @param sample some members, the first and the newest
 * @param history what was done to it, newest last
 */
public record TicketState(
    TicketId id,
    Failure failure,
    Standing standing,
    long revision,
    Assignment assignment,
    Tally tally,
    List<TicketId> aliases,
    @Nullable Merging merging,
    List<Member> sample,
    List<Attachment> attachments,
    List<Comment> comments,
    List<HistoryEntry> history) {
  static final int HISTORY_KEPT = 64;
  static final int COMMENTS_KEPT = 32;
  static final int ATTACHMENTS_KEPT = 16;
  static final int ALIASES_KEPT = 200;
  private static final int FIRST_SHOWN = 8;
  private static final int SHOWN = 12;

  public TicketState {
    aliases = List.copyOf(aliases);
    sample = List.copyOf(sample);
    attachments = List.copyOf(attachments);
    comments = List.copyOf(comments);
    history = List.copyOf(history);
  }

  /**
   * What the ticket is about.
   *
   * @param splitFrom the ticket that its first members came from
   */
  public record Failure(EngineVersion release, String signature, @Nullable TicketId splitFrom) {}

  /** Who works on it. */
  public record Assignment(@Nullable String team, @Nullable String assignee) {
    public static final Assignment NOBODY = new Assignment(null, null);
  }

  /** A merge under way, and the command that wants it. */
  public record Merging(TicketId into, String command, String actor, String reason) {}

  /** What a collector brought. */
  public record Attachment(String id, String kind, String summary, Instant at) {}

  /** What a person said. */
  public record Comment(String actor, String text, Instant at) {}

  static TicketState opened(TicketId id, Failure failure, Instant at) {
    return new TicketState(
        id,
        failure,
        new Standing.Open(),
        0,
        Assignment.NOBODY,
        Tally.none(at),
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  boolean hasSeen(String change) {
    return history.stream().anyMatch(entry -> entry.id().equals(change));
  }

  /** The first ones stay, and of the others the newest. */
  static List<Member> shown(List<Member> sample, Member joined) {
    List<Member> shown = new ArrayList<>(sample);
    for (int place = 0; place < shown.size(); place++) {
      if (shown.get(place).fingerprint().equals(joined.fingerprint())) {
        shown.set(place, joined);
        return shown;
      }
    }
    if (shown.size() >= SHOWN) {
      shown.remove(FIRST_SHOWN);
    }
    shown.add(joined);
    return shown;
  }

  static List<Member> without(List<Member> sample, String fingerprint) {
    return sample.stream().filter(member -> !member.fingerprint().equals(fingerprint)).toList();
  }

  /** The list with one more at its end, and of the old ones so many that the bound holds. */
  static <T> List<T> appended(List<T> list, T last, int bound) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer.subList(Math.max(0, longer.size() - bound), longer.size());
  }
}
