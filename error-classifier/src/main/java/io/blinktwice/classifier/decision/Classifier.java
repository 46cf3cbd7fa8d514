package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.decision.Model.Ranked;
import io.blinktwice.classifier.decision.Phrase.Spotted;
import io.blinktwice.contract.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says what a failure was: by a rule where one is exact, else by what was learnt, else by the first
 * rule that applies; and where none of them is sure enough, says so.
 *
 * <p>Rules stand in the order of how far their evidence can be trusted. Whether memory ran out is a
 * flag beside the category, asked of rules and phrases in any case.
 */
public final class Classifier {
  /** Names the rules that judged, in every classification; a changed rule is a new version. */
  public static final String VERSION = "rules-2";

  /** From here on what was learnt names a category: below, it is wrong about every second time. */
  public static final double SURE_ENOUGH = 0.55;

  /** What an exact rule leaves to what was learnt. */
  private static final double SHARE_OF_EXACT_RULES = 0.9;

  private static final int TEAMS = 3;
  private static final int FEATURES_NAMED = 4;

  private static final Reason NO_RULE =
      new Reason("NoRuleIsSure", "No rule recognises this failure; the odds are a prior.");
  private static final Reason NO_ERROR =
      new Reason("NoErrorWasSent", "The failed attempt was reported without an error.");

  private final Judges judges;

  public Classifier(Judges judges) {
    this.judges = judges;
  }

  public Classification classify(Failure failure) {
    Evidence evidence = EvidenceReader.read(failure);
    List<Spotted> spotted = judges.phrases().in(evidence.text());
    Optional<Rule.Finding> memory = memory(evidence, spotted);
    Optional<Rule.Finding> deciding = deciding(evidence, spotted);
    Learnt learnt = judges.learnt();
    return learnt == null
        ? byRules(evidence, spotted, deciding, memory)
        : byAll(
            new Asked(
                evidence,
                features(evidence, spotted),
                TeamVotes.of(evidence, spotted, judges.families()),
                learnt),
            deciding,
            memory);
  }

  /** What the models look at, for those who train them. */
  public List<String> features(Failure failure) {
    Evidence evidence = EvidenceReader.read(failure);
    return features(evidence, judges.phrases().in(evidence.text()));
  }

  private List<String> features(Evidence evidence, List<Spotted> spotted) {
    String rule = first(Rules.IN_ORDER, evidence).map(f -> f.reason().rule()).orElse("");
    return Features.of(evidence, spotted, judges.families(), rule);
  }

  /** What is said of a failed attempt whose sender gave no error. */
  public Classification unexplained() {
    Evidence nothing = EvidenceReader.read(Failure.ofText(""));
    return new Classification(
        Odds.PRIOR, true, false, List.of(), Signature.of(nothing), null, null, List.of(NO_ERROR));
  }

  private Classification byRules(
      Evidence evidence,
      List<Spotted> spotted,
      Optional<Rule.Finding> deciding,
      Optional<Rule.Finding> memory) {
    Odds odds = deciding.map(Rule.Finding::odds).orElse(Odds.PRIOR);
    List<Ranked> teams = TeamVotes.of(evidence, spotted, judges.families());
    return new Classification(
        odds,
        odds.category() == Category.UNDECIDED,
        memory.isPresent(),
        teams.stream().limit(TEAMS).toList(),
        Signature.of(evidence),
        evidence.condition(),
        null,
        reasons(deciding, memory, List.of()));
  }

  /** A failure as the models see it. */
  private record Asked(
      Evidence evidence, List<String> features, List<Ranked> votes, Learnt learnt) {}

  private static Classification byAll(
      Asked asked, Optional<Rule.Finding> deciding, Optional<Rule.Finding> memory) {
    Learnt learnt = asked.learnt();
    Odds guessed = odds(learnt.categories().ranked(asked.features()));
    boolean exact =
        deciding.map(Rule.Finding::reason).map(Reason::rule).filter(Rules::isExact).isPresent();
    Odds odds =
        exact
            ? deciding.orElseThrow().odds().mixed(guessed, SHARE_OF_EXACT_RULES)
            : guessed.weighed(
                deciding.map(Rule.Finding::odds).orElse(Odds.PRIOR), learnt.trustInRules());
    Category likeliest = odds.likeliest();
    List<Reason> seen =
        exact
            ? List.of()
            : List.of(
                new Reason(
                    "LearntFromExamples",
                    "The words and frames speak for %s (%s)"
                        .formatted(
                            likeliest.name().toLowerCase(Locale.ROOT),
                            String.join(
                                ", ",
                                learnt
                                    .categories()
                                    .speakingFor(
                                        likeliest.name(), asked.features(), FEATURES_NAMED)))));
    Evidence evidence = asked.evidence();
    return new Classification(
        odds,
        odds.likelihood() < SURE_ENOUGH,
        memory.isPresent(),
        TeamVotes.weighed(
                learnt.teams().ranked(asked.features()), asked.votes(), learnt.trustInVotes())
            .stream()
            .limit(TEAMS)
            .toList(),
        Signature.of(evidence),
        evidence.condition(),
        learnt.id(),
        reasons(deciding, memory, seen));
  }

  private static Odds odds(List<Ranked> ranked) {
    double user = 0;
    double infrastructure = 0;
    double system = 0;
    for (Ranked each : ranked) {
      switch (Category.valueOf(each.name())) {
        case USER -> user = each.probability();
        case INFRASTRUCTURE -> infrastructure = each.probability();
        case SYSTEM -> system = each.probability();
        case UNDECIDED -> throw new IllegalArgumentException("nobody learns to be undecided");
      }
    }
    return new Odds(user, infrastructure, system);
  }

  private static List<Reason> reasons(
      Optional<Rule.Finding> deciding, Optional<Rule.Finding> memory, List<Reason> learnt) {
    List<Reason> reasons = new ArrayList<>(learnt);
    deciding.map(Rule.Finding::reason).ifPresent(reasons::add);
    memory
        .map(Rule.Finding::reason)
        .filter(reason -> !reasons.contains(reason))
        .ifPresent(reasons::add);
    return reasons.isEmpty() ? List.of(NO_RULE) : reasons;
  }

  private static Optional<Rule.Finding> memory(Evidence evidence, List<Spotted> spotted) {
    return first(MemoryRules.IN_ORDER, evidence)
        .or(
            () ->
                MemoryRules.isAboutSomethingElse(evidence)
                    ? Optional.empty()
                    : spotted.stream()
                        .filter(each -> each.phrase().memory())
                        .findFirst()
                        .map(Classifier::finding));
  }

  /** A rule, or else the phrase that tilts the odds furthest. */
  private static Optional<Rule.Finding> deciding(Evidence evidence, List<Spotted> spotted) {
    return first(Rules.IN_ORDER, evidence)
        .or(
            () ->
                spotted.stream()
                    .max(Comparator.comparingDouble(each -> each.phrase().odds().likelihood()))
                    .map(Classifier::finding));
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
