package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Phrase.Spotted;
import io.blinktwice.contract.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What rules and phrases see in a failure.
 *
 * @param deciding the first rule that applies, or else the phrase that tilts the odds furthest
 * @param memory what shows that memory ran out
 */
record Seen(
    Evidence evidence,
    List<Spotted> spotted,
    Optional<Rule.Finding> deciding,
    Optional<Rule.Finding> memory) {

  static Seen of(Failure failure, Judges judges) {
    Evidence evidence = EvidenceReader.read(failure);
    List<Spotted> spotted = judges.phrases().in(evidence.text());
    Optional<Rule.Finding> rule = first(Rules.IN_ORDER, evidence);
    return new Seen(
        evidence, spotted, rule.or(() -> strongest(spotted)), memory(evidence, spotted));
  }

  /** Empty where only a phrase decides: phrases are features by themselves. */
  String rule() {
    return first(Rules.IN_ORDER, evidence).map(found -> found.reason().rule()).orElse("");
  }

  Odds odds() {
    return deciding.map(Rule.Finding::odds).orElse(Odds.PRIOR);
  }

  boolean isExact() {
    return deciding.map(found -> Rules.isExact(found.reason().rule())).orElse(false);
  }

  private static Optional<Rule.Finding> strongest(List<Spotted> spotted) {
    return spotted.stream()
        .max(Comparator.comparingDouble(each -> each.phrase().odds().likelihood()))
        .map(Seen::finding);
  }

  private static Optional<Rule.Finding> memory(Evidence evidence, List<Spotted> spotted) {
    Optional<Rule.Finding> rule = first(MemoryRules.IN_ORDER, evidence);
    if (rule.isPresent() || MemoryRules.isAboutSomethingElse(evidence)) {
      return rule;
    }
    return spotted.stream().filter(each -> each.phrase().memory()).findFirst().map(Seen::finding);
  }

  private static Rule.Finding finding(Spotted spotted) {
    Phrase phrase = spotted.phrase();
    return new Rule.Finding(
        phrase.odds(), new Reason(phrase.name(), phrase.because() + " (" + spotted.words() + ")"));
  }

  private static Optional<Rule.Finding> first(List<Rule> rules, Evidence evidence) {
    return rules.stream().map(rule -> rule.judge(evidence)).flatMap(Optional::stream).findFirst();
  }
}
