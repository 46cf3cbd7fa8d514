package io.blinktwice.rollout.topology;

import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutEvidence;
import io.blinktwice.events.RolloutJudgement;
import io.blinktwice.rollout.decision.Judged;
import io.blinktwice.rollout.judge.decision.AlphaBudget;
import io.blinktwice.rollout.judge.decision.Bet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the judge's decisions rest on, as it is written and read back. */
final class JudgedRecords {
  private static final String FIRST_FAILURES = "first-failures";
  private static final String LATE_CHANGE = "late-change";
  private static final String PERFORMANCE = "performance";

  private JudgedRecords() {}

  static void write(Judged judged, RolloutDecision.Builder told) {
    told.setJudgement(RolloutJudgement.valueOf(judged.verdict().name()))
        .setWave(judged.wave())
        .setWealth(judged.wealth())
        .setPauseBudget(judged.budget().alpha())
        .setPauseBudgetSpent(split(judged.budget()))
        .setEvidence(judged.bets().stream().map(JudgedRecords::evidence).toList())
        .setConfined(judged.confined())
        .setRuleVersion(Judged.RULE_VERSION);
  }

  private static Map<String, Double> split(AlphaBudget budget) {
    Map<String, Double> split = new TreeMap<>();
    split.put(FIRST_FAILURES, budget.alpha() * budget.firstFailures());
    split.put(LATE_CHANGE, budget.alpha() * budget.lateChange());
    split.put(PERFORMANCE, budget.alpha() * budget.performance());
    return split;
  }

  private static RolloutEvidence evidence(Bet bet) {
    return RolloutEvidence.newBuilder()
        .setFingerprint(bet.unit())
        .setWorkspace(bet.workspace())
        .setKind(bet.kind().text())
        .setAdmitted(bet.onRelease())
        .setFactor(bet.factor())
        .setWealthBefore(bet.wealthBefore())
        .setWealthAfter(bet.wealthAfter())
        .setInput(bet.verdict())
        .build();
  }

  /** Null for a decision of a person, and for one that a later release of ours made otherwise. */
  static @Nullable Judged read(RolloutDecision written) {
    RolloutJudgement judgement = written.getJudgement();
    Double alpha = written.getPauseBudget();
    if (judgement == null || judgement == RolloutJudgement.UNKNOWN || alpha == null) {
      return null;
    }
    return new Judged(
        Judged.Verdict.valueOf(judgement.name()),
        written.getWave(),
        written.getWealth(),
        budget(alpha, written.getPauseBudgetSpent()),
        written.getEvidence().stream()
            .map(
                bet ->
                    new Bet(
                        bet.getFingerprint(),
                        bet.getWorkspace(),
                        Bet.Kind.of(bet.getKind()),
                        bet.getAdmitted(),
                        bet.getWealthBefore(),
                        bet.getWealthAfter(),
                        bet.getInput()))
            .toList(),
        written.getConfined());
  }

  private static AlphaBudget budget(double alpha, Map<String, Double> spent) {
    double late = spent.getOrDefault(LATE_CHANGE, 0.0) / alpha;
    double performance = spent.getOrDefault(PERFORMANCE, 0.0) / alpha;
    return new AlphaBudget(alpha, Math.max(0, 1 - late - performance), late, performance);
  }
}
