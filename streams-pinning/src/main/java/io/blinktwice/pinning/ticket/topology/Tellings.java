package io.blinktwice.pinning.ticket.topology;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentKind;
import io.blinktwice.events.EnrichmentRequest;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.TicketChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tickets tell pins and collectors. */
final class Tellings {
  private static final String RULE = "1";

  /** Where no attempt says when it failed, it failed within this before its pin was made. */
  private static final Duration LOOK_BACK = Duration.ofHours(2);

  private static final Duration USEFUL_FOR = Duration.ofHours(24);

  private Tellings() {}

  /** The same order again has the same id. */
  static PinCommand release(String ticket, TicketChange.ReleaseOrdered order, Instant at) {
    Member member = order.member();
    EngineVersion fixedIn = order.fixedIn();
    String id =
        DecisionId.of("release", RULE, ticket, member.pinId(), order.resolution().id()).value();
    return PinCommand.newBuilder()
        .setCommandId(id)
        .setWorkspace(member.workspace())
        .setWorkload(member.workload())
        .setFingerprint(member.fingerprint())
        .setKind(PinCommandKind.RELEASE)
        .setPinId(member.pinId())
        .setEnding(fixedIn == null ? PinEnding.FALSE_POSITIVE : PinEnding.FIXED)
        .setFixedIn(fixedIn == null ? null : fixedIn.value())
        .setTicketId(ticket)
        .setActor(order.resolution().actor())
        .setReason(order.resolution().reason())
        .setAt(at)
        .build();
  }

  /** Asks for all that explains the failure of one member, the first. */
  static Enrichment request(String ticket, Pin pin, Instant at) {
    PinEvidence evidence = Objects.requireNonNull(pin.getEvidence());
    EnrichmentRequest request =
        EnrichmentRequest.newBuilder()
            .setWorkspace(pin.getWorkspace())
            .setFingerprint(pin.getFingerprint())
            .setRunId(evidence.getRunId())
            .setWanted(
                List.of(
                    EnrichmentKind.SERVER_LOG,
                    EnrichmentKind.CLUSTER_STATE,
                    EnrichmentKind.CONFIGURATION_DIFF,
                    EnrichmentKind.RUN_METRICS,
                    EnrichmentKind.SIMILAR_RUNS))
            .setFailedAttempt(evidence.getFailedAttempt())
            .setFailedVersion(evidence.getFailedVersion())
            .setFailedCluster(evidence.getFailedCluster())
            .setGoodAttempt(evidence.getGoodAttempt())
            .setGoodVersion(evidence.getGoodVersion())
            .setGoodCluster(evidence.getGoodCluster())
            .setFrom(pin.getCreatedAt().minus(LOOK_BACK))
            .setTo(pin.getCreatedAt())
            .setAnswerBy(at.plus(USEFUL_FOR))
            .setClues(clues(evidence.getError()))
            .build();
    return Enrichment.newBuilder()
        .setEnrichmentId(DecisionId.of("enrichment", RULE, ticket, pin.getPinId()).value())
        .setTicketId(ticket)
        .setRequest(request)
        .setAt(at)
        .build();
  }

  private static List<String> clues(@Nullable WireError error) {
    return error == null
        ? List.of()
        : Stream.of(
                error.getCondition(),
                error.getExceptionClass(),
                error.getMessage().lines().findFirst().orElse(null))
            .filter(Objects::nonNull)
            .filter(clue -> !clue.isBlank())
            .map(clue -> clue.length() > 200 ? clue.substring(0, 200) : clue)
            .toList();
  }
}
