package io.blinktwice.router.placement.effect;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.events.LatencyProfile;
import io.blinktwice.events.Reason;
import io.blinktwice.events.RoutingCandidate;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.RoutingKind;
import io.blinktwice.events.SizePrediction;
import io.blinktwice.router.placement.decision.Latency;
import io.blinktwice.router.placement.decision.Placement;
import io.blinktwice.router.placement.decision.PlacementPolicy;
import io.blinktwice.router.placement.decision.Size;
import io.blinktwice.router.placement.decision.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes decisions as records, and reads those of other gateways. */
final class Decided {
  private Decided() {}

  /**
   * What was decided.
   *
   * @param movedFrom where it was before; none when it was nowhere or stays
   * @param operation none for a session that has not asked for anything yet
   */
  record Told(
      Ask ask,
      RoutingKind kind,
      Placement placement,
      @Nullable String operation,
      @Nullable String movedFrom,
      @Nullable String pool,
      String estimatedFrom,
      double queuedSeconds,
      String replica) {}

  static RoutingDecision record(Told told, Instant at) {
    Ask ask = told.ask();
    Placement placement = told.placement();
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(placement.reason().rule().name(), placement.reason().sentence()));
    reasons.add(new Reason("LATENCY_" + ask.latency().rule(), ask.latency().sentence()));
    Size size = placement.work().size();
    return RoutingDecision.newBuilder()
        .setDecisionId(id(told, at))
        .setSessionId(ask.asker().session())
        .setWorkspace(ask.asker().workspace().value())
        .setOperationId(told.operation())
        .setFingerprint(ask.asker().fingerprint())
        .setRunId(ask.asker().run())
        .setKind(told.kind())
        .setCluster(placement.cluster())
        .setMovedFrom(told.movedFrom())
        .setEngineVersion(ask.version().value())
        .setPool(told.pool())
        .setLatency(profile(placement.work().latency()))
        .setPrediction(
            SizePrediction.newBuilder()
                .setCoreSeconds(size.coreSeconds())
                .setCoreSecondsHigh(size.coreSecondsHigh())
                .setPeakParallelism(size.parallelism())
                .setFrom(told.estimatedFrom())
                .setPlanFingerprint(ask.plan().masked().isEmpty() ? null : ask.plan().masked())
                .build())
        .setCandidates(placement.candidates().stream().map(Decided::candidate).toList())
        .setViewAgeMillis(Math.round(1000 * placement.viewAgeSeconds()))
        .setQueuedMillis(Math.round(1000 * told.queuedSeconds()))
        .setReplica(told.replica())
        .setReasons(reasons)
        .setRuleVersion(PlacementPolicy.RULES)
        .setDecidedAt(at)
        .build();
  }

  private static String id(Told told, Instant at) {
    StringBuilder seen = new StringBuilder();
    told.placement()
        .candidates()
        .forEach(
            one ->
                seen.append(
                    String.format(
                        Locale.ROOT, "%s %.9g %s;", one.cluster(), one.score(), one.excludedBy())));
    return DecisionId.of(
            "placement",
            PlacementPolicy.RULES,
            told.replica(),
            told.placement().work().toString(),
            told.kind().name(),
            seen.toString(),
            at.toString())
        .value();
  }

  private static RoutingCandidate candidate(Placement.Candidate one) {
    return RoutingCandidate.newBuilder()
        .setCluster(one.cluster())
        .setScore(one.score())
        .setExcludedBy(one.excludedBy() == null ? null : one.excludedBy().name())
        .build();
  }

  static LatencyProfile profile(Latency latency) {
    return switch (latency) {
      case INTERACTIVE -> LatencyProfile.INTERACTIVE;
      case BATCH -> LatencyProfile.BATCH;
    };
  }

  /** The work that another gateway placed; none if it placed none, or the record does not say. */
  static @Nullable Work placedBy(RoutingDecision told) {
    String operation = told.getOperationId();
    SizePrediction size = told.getPrediction();
    boolean placed = told.getKind() == RoutingKind.PLACED || told.getKind() == RoutingKind.MOVED;
    if (!placed || operation == null || size == null) {
      return null;
    }
    return new Work(
        operation,
        told.getWorkspace(),
        told.getLatency() == LatencyProfile.BATCH ? Latency.BATCH : Latency.INTERACTIVE,
        new Size(
            size.getCoreSeconds(),
            size.getCoreSecondsHigh(),
            size.getPeakParallelism(),
            Size.Source.HISTORY),
        Work.Restriction.NONE);
  }
}
