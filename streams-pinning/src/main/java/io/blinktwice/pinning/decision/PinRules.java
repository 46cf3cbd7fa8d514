package io.blinktwice.pinning.decision;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.pinning.decision.RetryLesson.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a proof makes a pin. Only here do versions matter: who is retried is decided without
 * looking at them.
 */
final class PinRules {
  /**
   * Data that Spark 3.5 answers with NULL or a wrapped value and 4.x refuses: research/
   * spark-facts.md, §3. Where such an error goes away on the old version, nothing was repaired.
   */
  private static final Set<String> SILENT_BEFORE =
      Set.of(
          "ARITHMETIC_OVERFLOW",
          "CANNOT_PARSE_TIMESTAMP",
          "CAST_INVALID_INPUT",
          "CAST_OVERFLOW",
          "DATETIME_FIELD_OUT_OF_BOUNDS",
          "DIVIDE_BY_ZERO",
          "INVALID_ARRAY_INDEX",
          "INVALID_ARRAY_INDEX_IN_ELEMENT_AT",
          "INVALID_URL",
          "MALFORMED_CHARACTER_CODING",
          "NUMERIC_VALUE_OUT_OF_RANGE",
          "REMAINDER_BY_ZERO");

  /** From here on ANSI mode is what SQL gets unless it is switched off. */
  private static final EngineVersion RAISES_SINCE = new EngineVersion("4.0.0");

  private PinRules() {}

  /**
   * What a proof is weighed with.
   *
   * @param onVersion how the workload did on the version that failed, this run included
   * @param othersHit other workloads that the same failure has pinned away from that version
   */
  record Context(
      Fleet fleet, Policy policy, double flakeRate, CleanRecord onVersion, int othersHit) {}

  /**
   * What the rules made of a proof, the reasons first to last.
   *
   * @param declared what the release says of it, where it was changed on purpose
   */
  record Finding(
      boolean wantsAPin,
      Proves proves,
      Pin.Weight weight,
      List<Reason> reasons,
      Release.@Nullable IntendedChange declared) {
    Finding {
      reasons = List.copyOf(reasons);
    }
  }

  static Finding judge(Pin.Evidence evidence, Context context) {
    Release.IntendedChange declared =
        context.fleet().release(evidence.failedVersion()).changeOf(evidence.condition());
    double posterior =
        Suspicion.posterior(
            new Suspicion.Symptoms(
                evidence.classified(),
                declared != null,
                context.flakeRate(),
                context.onVersion(),
                context.othersHit()));
    Pin.Weight weight =
        new Pin.Weight(
            natureOf(evidence, declared),
            posterior,
            Suspicion.intermittency(context.onVersion()),
            context.othersHit());
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        new Reason(
            "failed-on-new-succeeded-on-old",
            "attempt %d failed on %s and attempt %d succeeded at once on %s"
                .formatted(
                    evidence.failedAttempt(),
                    evidence.failedVersion(),
                    evidence.goodAttempt(),
                    evidence.goodVersion())));
    if (weight.nature() == Pin.Nature.BEHAVIOUR_CHANGED) {
      reasons.add(behaviourChanged(evidence, declared != null));
    }
    return declared == null
        ? byProbability(weight, context.policy().costs().pinThreshold(), reasons)
        : asDeclared(declared, weight, reasons);
  }

  private static Pin.Nature natureOf(
      Pin.Evidence evidence, Release.@Nullable IntendedChange declared) {
    String condition = evidence.condition();
    if (declared != null) {
      return Pin.Nature.BEHAVIOUR_CHANGED;
    }
    int dot = condition == null ? -1 : condition.indexOf('.');
    String family = condition == null || dot < 0 ? condition : condition.substring(0, dot);
    boolean raisesSince =
        evidence.goodVersion().compareTo(RAISES_SINCE) < 0
            && evidence.failedVersion().compareTo(RAISES_SINCE) >= 0;
    return raisesSince && family != null && SILENT_BEFORE.contains(family)
        ? Pin.Nature.BEHAVIOUR_CHANGED
        : Pin.Nature.REGRESSION;
  }

  private static Reason behaviourChanged(Pin.Evidence evidence, boolean declared) {
    return new Reason(
        "behaviour-changed",
        (declared
                ? "%s raises %s on purpose where %s does not: the behaviour changed, and the old"
                    + " result is no repair"
                : "%s raises %s where %s gives NULL or a wrapped value: the behaviour changed, and"
                    + " the old result is no repair")
            .formatted(evidence.failedVersion(), evidence.condition(), evidence.goodVersion()));
  }

  private static Finding byProbability(Pin.Weight weight, double threshold, List<Reason> reasons) {
    boolean enough = weight.posterior() >= threshold;
    reasons.add(
        new Reason(
            enough ? "version-at-fault" : "known-flake",
            String.format(
                Locale.ROOT,
                "the version caused it with probability %.2f, which counts %d other workloads with"
                    + " the same failure; a pin asks for %.2f",
                weight.posterior(),
                weight.othersHit(),
                threshold)));
    return new Finding(
        enough, enough ? Proves.VERSIONS_FAULT : Proves.INCONCLUSIVE, weight, reasons, null);
  }

  private static Finding asDeclared(
      Release.IntendedChange declared, Pin.Weight weight, List<Reason> reasons) {
    String hint = hintOf(declared);
    boolean pins =
        switch (declared.handling()) {
          case KEEP_OLD -> {
            reasons.add(
                new Reason(
                    "keeps-old-behaviour", "the release lets workloads keep what they had" + hint));
            yield true;
          }
          case WARN -> {
            reasons.add(
                new Reason("migration-wanted", "the release changed this on purpose" + hint));
            yield false;
          }
          case REFUSE -> {
            reasons.add(refused(declared));
            yield false;
          }
        };
    // Where the failure is right, nothing was learned of the kind of failure that it looks like.
    boolean right = declared.handling() == Release.Handling.REFUSE;
    return new Finding(
        pins, right ? Proves.INCONCLUSIVE : Proves.VERSIONS_FAULT, weight, reasons, declared);
  }

  /** Why a run ends with a failure that its release wants. */
  static Reason refused(Release.IntendedChange declared) {
    return new Reason("failure-is-right", "the release refuses this on purpose" + hintOf(declared));
  }

  private static String hintOf(Release.IntendedChange declared) {
    return declared.hint().isEmpty() ? "" : ": " + declared.hint();
  }
}
