package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.decision.Model.Ranked;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what a failure was: by a rule where one is exact, else by what was learnt and the first rule
 * that applies together; and where nothing is sure enough, says so.
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

  /**
   * A retry that succeeds on the version before is mostly the version's fault, sometimes luck; one
   * that fails too is hardly ever. Our estimates until outcomes are counted.
   */
  private static final Odds SUCCEEDED_BEFORE = new Odds(0.12, 0.13, 0.75);

  private static final Odds FAILED_BEFORE = new Odds(0.50, 0.35, 0.15);

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
    return classify(failure, Comparison.NONE);
  }

  public Classification classify(Failure failure, Comparison compared) {
    Seen seen = Seen.of(failure, judges);
    List<Reason> reasons = new ArrayList<>();
    Learnt learnt = judges.learnt();
    List<String> features = learnt == null ? List.of() : features(seen);
    boolean changed = changed(seen, compared, reasons);
    Odds odds = compared(odds(seen, features, reasons), compared, reasons);
    seen.deciding().map(Rule.Finding::reason).ifPresent(reasons::add);
    seen.memory()
        .map(Rule.Finding::reason)
        .filter(reason -> !reasons.contains(reason))
        .ifPresent(reasons::add);
    Evidence evidence = seen.evidence();
    return new Classification(
        odds,
        odds.likelihood() < (learnt == null ? Odds.DECISIVE : SURE_ENOUGH),
        seen.memory().isPresent(),
        changed,
        teams(seen, features),
        Signature.of(evidence),
        evidence.condition(),
        learnt == null ? null : learnt.id(),
        reasons.isEmpty() ? List.of(NO_RULE) : reasons);
  }

  /** What the models look at, for those who train them. */
  public List<String> features(Failure failure) {
    return features(Seen.of(failure, judges));
  }

  private List<String> features(Seen seen) {
    return Features.of(seen.evidence(), seen.spotted(), judges.families(), seen.rule());
  }

  /** What is said of a failed attempt whose sender gave no error. */
  public Classification unexplained() {
    String silence = Signature.of(EvidenceReader.read(Failure.ofText("")));
    return new Classification(
        Odds.PRIOR, true, false, false, List.of(), silence, null, null, List.of(NO_ERROR));
  }

  private Odds odds(Seen seen, List<String> features, List<Reason> reasons) {
    Learnt learnt = judges.learnt();
    if (learnt == null) {
      return seen.odds();
    }
    Odds guessed = odds(learnt.categories().ranked(features));
    if (seen.isExact()) {
      return seen.odds().mixed(guessed, SHARE_OF_EXACT_RULES);
    }
    Odds odds = guessed.weighed(seen.odds(), learnt.trustInRules());
    String likeliest = odds.likeliest().name();
    List<String> speaking = learnt.categories().speakingFor(likeliest, features, FEATURES_NAMED);
    if (!speaking.isEmpty()) {
      reasons.add(
          new Reason(
              "LearntFromExamples",
              "Words, names and frames like these come with failures of kind %s (%s)"
                  .formatted(likeliest.toLowerCase(Locale.ROOT), String.join(", ", speaking))));
    }
    return odds;
  }

  private static Odds compared(Odds odds, Comparison compared, List<Reason> reasons) {
    Boolean succeeded = compared.previousSucceeded();
    if (succeeded == null || !compared.differ()) {
      return odds;
    }
    reasons.addFirst(
        succeeded
            ? new Reason(
                "SucceededOnThePreviousVersion", "The same work succeeded on the version before.")
            : new Reason(
                "FailedOnThePreviousVersionToo",
                "The same work failed on the version before, too."));
    return odds.weighed(succeeded ? SUCCEEDED_BEFORE : FAILED_BEFORE, 1);
  }

  private boolean changed(Seen seen, Comparison compared, List<Reason> reasons) {
    EngineVersion version = compared.version();
    EngineVersion previous = compared.previous();
    String condition = seen.evidence().condition();
    if (version == null
        || previous == null
        || !judges.changes().between(previous, version, condition)) {
      return false;
    }
    reasons.add(
        new Reason(
            "VersionsAreKnownToDiffer",
            "%s raises %s on purpose where %s answered."
                .formatted(version.value(), condition, previous.value())));
    return true;
  }

  private List<Ranked> teams(Seen seen, List<String> features) {
    List<Ranked> votes = TeamVotes.of(seen.evidence(), seen.spotted(), judges.families());
    Learnt learnt = judges.learnt();
    List<Ranked> all =
        learnt == null
            ? votes
            : TeamVotes.weighed(learnt.teams().ranked(features), votes, learnt.trustInVotes());
    return all.stream().limit(TEAMS).toList();
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
}
