package io.blinktwice.pinning.ticket.api;

import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketMember;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A ticket as it is shown. A workspace is shown its own part: its members and their failure, and of
 * the work on it only how it stands.
 *
 * @param changedCondition the error condition that the release raises where the older version did
 *     not: the behaviour changed, and nothing was repaired; absent where that is not it
 */
@Serdeable
record TicketAnswer(
    String ticket,
    String release,
    String signature,
    String state,
    long revision,
    String title,
    String category,
    @Nullable String changedCondition,
    @Nullable String team,
    List<TeamAnswer> teams,
    @Nullable String assignee,
    int members,
    int pinned,
    int workspaces,
    long harmedRuns,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable String fixedIn,
    @Nullable String mergedInto,
    @Nullable String splitFrom,
    List<String> aliases,
    @Nullable String stackDiff,
    List<MemberAnswer> sample,
    List<AttachmentAnswer> attachments,
    List<CommentAnswer> comments,
    List<ChangeAnswer> history) {

  /** A team that the failure may belong to; the likeliest is named first. */
  @Serdeable
  record TeamAnswer(String team, double probability) {}

  @Serdeable
  record MemberAnswer(
      String workspace, String workload, String fingerprint, String pin, Instant pinnedAt) {
    static MemberAnswer of(TicketMember member) {
      return new MemberAnswer(
          member.getWorkspace(),
          member.getWorkload(),
          member.getFingerprint(),
          member.getPinId(),
          member.getJoinedAt());
    }
  }

  @Serdeable
  record AttachmentAnswer(String id, String kind, String summary, Instant at) {}

  @Serdeable
  record CommentAnswer(String actor, String text, Instant at) {}

  @Serdeable
  record ChangeAnswer(
      String id,
      String kind,
      String actor,
      String reason,
      @Nullable String refused,
      long revision,
      Instant at) {}

  static TicketAnswer whole(Ticket ticket) {
    return answer(
        ticket,
        new Part(
            ticket.getTitle(), ticket.getMembers(), ticket.getPinned(), ticket.getWorkspaces()),
        ticket.getSample(),
        ticket.getStackDiff());
  }

  /** For a workspace that has so many of the members. */
  static TicketAnswer partOf(Ticket ticket, String workspace, int members) {
    List<TicketMember> own =
        ticket.getSample().stream()
            .filter(member -> member.getWorkspace().equals(workspace))
            .toList();
    Ticket.Builder part =
        Ticket.newBuilder(ticket)
            .setAttachments(List.of())
            .setComments(List.of())
            .setHistory(List.of())
            .setAssignee(null)
            .setHarmedRuns(members)
            .setByWorkspace(Map.of(workspace, members));
    return answer(part.build(), new Part(title(ticket, own), members, members, 1), own, null);
  }

  private record Part(String title, int members, int pinned, int workspaces) {}

  /** The failure of another tenant may show that tenant's data. */
  private static String title(Ticket ticket, List<TicketMember> own) {
    boolean shown =
        own.stream()
            .map(TicketMember::getEvidence)
            .filter(Objects::nonNull)
            .map(PinEvidence::getRunId)
            .anyMatch(
                run -> ticket.getEvidence() != null && run.equals(ticket.getEvidence().getRunId()));
    return shown ? ticket.getTitle() : "fails on " + ticket.getRelease();
  }

  private static TicketAnswer answer(
      Ticket ticket, Part part, List<TicketMember> sample, @Nullable String stackDiff) {
    return new TicketAnswer(
        ticket.getTicketId(),
        ticket.getRelease(),
        ticket.getSignature(),
        word(ticket),
        ticket.getRevision(),
        part.title(),
        ticket.getCategory().name(),
        ticket.getChangedCondition(),
        ticket.getTeam(),
        ticket.getTeams().stream()
            .map(likely -> new TeamAnswer(likely.getTeam(), likely.getProbability()))
            .toList(),
        ticket.getAssignee(),
        part.members(),
        part.pinned(),
        part.workspaces(),
        ticket.getHarmedRuns(),
        ticket.getFirstSeen(),
        ticket.getLastSeen(),
        ticket.getFixedIn(),
        ticket.getMergedInto(),
        ticket.getSplitFrom(),
        ticket.getAliases(),
        stackDiff,
        sample.stream().map(MemberAnswer::of).toList(),
        ticket.getAttachments().stream()
            .map(
                has ->
                    new AttachmentAnswer(
                        has.getEnrichmentId(), has.getKind(), has.getSummary(), has.getAt()))
            .toList(),
        ticket.getComments().stream()
            .map(said -> new CommentAnswer(said.getActor(), said.getText(), said.getAt()))
            .toList(),
        ticket.getHistory().stream()
            .map(
                change ->
                    new ChangeAnswer(
                        change.getChangeId(),
                        change.getKind(),
                        change.getActor(),
                        change.getReason(),
                        change.getRefused(),
                        change.getRevision(),
                        change.getAt()))
            .toList());
  }

  /** As commands and filters write it. */
  static String word(Ticket ticket) {
    return ticket.getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
