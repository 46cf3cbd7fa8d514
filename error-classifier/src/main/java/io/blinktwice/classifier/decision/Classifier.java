package io.blinktwice.classifier.decision;

import io.blinktwice.contract.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what a failure was, by rules that are certain enough; where none is, says so.
 *
 * <p>The first rule of {@link Rules#IN_ORDER} that applies gives the odds: rules stand in the order
 * of how far their evidence can be trusted. Whether memory ran out is a flag beside the category,
 * asked of {@link MemoryRules} in any case.
 */
public final class Classifier {
  /** Names the rules that judged, in every classification; a changed rule is a new version. */
  public static final String VERSION = "rules-1";

  private static final Reason NO_RULE =
      new Reason("NoRuleIsSure", "No rule recognises this failure; the odds are a prior.");
  private static final Reason NO_ERROR =
      new Reason("NoErrorWasSent", "The failed attempt was reported without an error.");

  private Classifier() {}

  public static Classification classify(Failure failure) {
    Evidence evidence = EvidenceReader.read(failure);
    Optional<Rule.Finding> memory = first(MemoryRules.IN_ORDER, evidence);
    Optional<Rule.Finding> deciding = first(Rules.IN_ORDER, evidence);
    List<Reason> reasons = new ArrayList<>();
    reasons.add(deciding.map(Rule.Finding::reason).orElse(NO_RULE));
    memory
        .map(Rule.Finding::reason)
        .filter(reason -> !reasons.contains(reason))
        .ifPresent(reasons::add);
    return new Classification(
        deciding.map(Rule.Finding::odds).orElse(Odds.PRIOR),
        memory.isPresent(),
        Signature.of(evidence),
        reasons);
  }

  /** What is said of a failed attempt whose sender gave no error. */
  public static Classification unexplained() {
    Evidence nothing = EvidenceReader.read(Failure.ofText(""));
    return new Classification(Odds.PRIOR, false, Signature.of(nothing), List.of(NO_ERROR));
  }

  private static Optional<Rule.Finding> first(List<Rule> rules, Evidence evidence) {
    return rules.stream().map(rule -> rule.judge(evidence)).flatMap(Optional::stream).findFirst();
  }
}
