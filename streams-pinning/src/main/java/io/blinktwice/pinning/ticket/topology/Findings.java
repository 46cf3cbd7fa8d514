package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.SecretRedaction;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentResult;
import io.blinktwice.events.TeamCandidate;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketAttachment;
import io.blinktwice.pinning.ticket.decision.TicketObservation;
import io.blinktwice.runtime.streams.UnusableRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What collectors found, as tickets take it: bounded, and without secrets whoever collected it. */
final class Findings {
  private static final int CONTENT_KEPT = 64 << 10;
  private static final int SUMMARY_KEPT = 300;

  /** Whose figures are teams with their probabilities. */
  private static final String TEAM_MODEL = "classifier";

  private static final int TEAMS_KEPT = 3;

  private Findings() {}

  static Enrichment bounded(Enrichment found) {
    EnrichmentResult result = result(found);
    String content = SecretRedaction.redact(cut(result.getContent(), CONTENT_KEPT));
    boolean cut = result.getTruncated() || result.getContent().length() > CONTENT_KEPT;
    return Enrichment.newBuilder(found)
        .setResult(
            EnrichmentResult.newBuilder(result).setContent(content).setTruncated(cut).build())
        .build();
  }

  static TicketObservation.Found said(Enrichment found) {
    EnrichmentResult result = result(found);
    String failure = result.getFailure();
    return new TicketObservation.Found(
        found.getEnrichmentId(),
        result.getKind().name(),
        cut(failure == null ? gist(result) : "not collected: " + failure, SUMMARY_KEPT),
        found.getAt());
  }

  private static String gist(EnrichmentResult result) {
    String first = result.getContent().lines().findFirst().orElse("").strip();
    return "%s: %s".formatted(result.getCollector(), first);
  }

  /** The ticket, with the teams that a finding suggests, where it does. */
  static Ticket withTeams(Ticket ticket, @Nullable Enrichment found) {
    EnrichmentResult result = found == null ? null : found.getResult();
    if (result == null
        || !result.getCollector().equals(TEAM_MODEL)
        || result.getFigures().isEmpty()) {
      return ticket;
    }
    return Ticket.newBuilder(ticket).setTeams(teams(result.getFigures())).build();
  }

  private static List<TeamCandidate> teams(Map<String, Double> byName) {
    return byName.entrySet().stream()
        .filter(team -> team.getValue() >= 0 && team.getValue() <= 1)
        .map(team -> new TeamCandidate(cut(team.getKey(), SUMMARY_KEPT), team.getValue()))
        .sorted(
            Comparator.comparingDouble(TeamCandidate::getProbability)
                .reversed()
                .thenComparing(TeamCandidate::getTeam))
        .limit(TEAMS_KEPT)
        .toList();
  }

  /** Attachments that the ticket had and has no longer. */
  static List<String> forgotten(@Nullable Ticket known, Ticket now) {
    return known == null
        ? List.of()
        : ids(known).stream().filter(id -> !ids(now).contains(id)).toList();
  }

  private static List<String> ids(Ticket ticket) {
    return ticket.getAttachments().stream().map(TicketAttachment::getEnrichmentId).toList();
  }

  private static EnrichmentResult result(Enrichment found) {
    if (found.getEnrichmentId().length() > 200) {
      throw new UnusableRecord("the id of the finding is too long");
    }
    return Objects.requireNonNull(found.getResult());
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
