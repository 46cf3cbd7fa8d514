package io.blinktwice.app.placements;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.SizePrediction;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a session or one statement of it went, and what that was decided from.
 *
 * @param statement the operation; absent for a session that had not asked for anything yet
 * @param outcome placed, moved, queued, isolated or refused
 * @param movedFrom the cluster where its session was before
 * @param latency interactive or batch
 * @param candidates clusters that were looked at, best first
 * @param viewAgeMillis age of the oldest news that it was decided from
 * @param queuedMillis how long it had waited
 * @param gateway which one decided
 * @param rules version of the rules
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
record PlacementAnswer(
    String session,
    @Nullable String statement,
    String workspace,
    @Nullable String run,
    String outcome,
    @Nullable String cluster,
    @Nullable String movedFrom,
    String version,
    @Nullable String pool,
    String latency,
    @Nullable Expected expected,
    List<Candidate> candidates,
    long viewAgeMillis,
    long queuedMillis,
    String gateway,
    List<Why> reasons,
    String rules,
    Instant at,
    String decision) {

  /**
   * How large it was taken to be.
   *
   * @param coreSeconds median
   * @param coreSecondsHigh 90th percentile
   * @param parallelism cores that it can use at once
   * @param from what said so: the same plan, the same shape, a model, a prior, an overrun
   */
  @Serdeable
  record Expected(double coreSeconds, double coreSecondsHigh, double parallelism, String from) {}

  /**
   * A cluster that was looked at.
   *
   * @param score slowdown of the statement and its neighbours together; lower is better
   * @param excludedBy the rule that left it out
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Candidate(String cluster, double score, @Nullable String excludedBy) {}

  /** A rule, and what it says here. */
  @Serdeable
  record Why(String rule, String sentence) {}

  /** The newest decision of each session, the newest first. */
  @Serdeable
  record Newest(List<PlacementAnswer> placements) {}

  /** The decisions on one session, the newest first. */
  @Serdeable
  record Explained(String session, List<PlacementAnswer> placements) {}

  /**
   * What waits for a place.
   *
   * @param total how many statements wait
   * @param byWorkspace how many of each workspace
   * @param waiting the longest wait first, bounded
   */
  @Serdeable
  record Queue(long total, Map<String, Long> byWorkspace, List<Waiting> waiting) {}

  /**
   * A statement that waits.
   *
   * @param why the rule that lets it wait, in a sentence
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Waiting(
      String session,
      @Nullable String statement,
      String workspace,
      String version,
      String latency,
      double coreSeconds,
      Instant since,
      long waitedMillis,
      String gateway,
      String why) {}

  static PlacementAnswer of(RoutingDecision told) {
    return new PlacementAnswer(
        told.getSessionId(),
        told.getOperationId(),
        told.getWorkspace(),
        told.getRunId(),
        word(told.getKind()),
        told.getCluster(),
        told.getMovedFrom(),
        told.getEngineVersion(),
        told.getPool(),
        word(told.getLatency()),
        expected(told.getPrediction()),
        told.getCandidates().stream()
            .map(one -> new Candidate(one.getCluster(), one.getScore(), one.getExcludedBy()))
            .toList(),
        told.getViewAgeMillis(),
        told.getQueuedMillis(),
        told.getReplica(),
        told.getReasons().stream().map(one -> new Why(one.getRule(), one.getSentence())).toList(),
        told.getRuleVersion(),
        told.getDecidedAt(),
        told.getDecisionId());
  }

  private static @Nullable Expected expected(@Nullable SizePrediction size) {
    return size == null
        ? null
        : new Expected(
            size.getCoreSeconds(),
            size.getCoreSecondsHigh(),
            size.getPeakParallelism(),
            size.getFrom());
  }

  static Waiting waiting(RoutingDecision told, Instant now) {
    SizePrediction size = told.getPrediction();
    return new Waiting(
        told.getSessionId(),
        told.getOperationId(),
        told.getWorkspace(),
        told.getEngineVersion(),
        word(told.getLatency()),
        size == null ? 0 : size.getCoreSeconds(),
        told.getDecidedAt(),
        Math.max(0, Duration.between(told.getDecidedAt(), now).toMillis()),
        told.getReplica(),
        told.getReasons().isEmpty() ? "" : told.getReasons().getFirst().getSentence());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
