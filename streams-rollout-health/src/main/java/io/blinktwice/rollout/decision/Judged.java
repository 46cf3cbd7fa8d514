package io.blinktwice.rollout.decision;

import io.blinktwice.rollout.judge.decision.AlphaBudget;
import io.blinktwice.rollout.judge.decision.Bet;
import io.blinktwice.rollout.judge.decision.Evidence;
import io.blinktwice.rollout.judge.decision.Finding;
import io.blinktwice.rollout.judge.decision.ReleaseJudge;
import io.blinktwice.rollout.judge.decision.Waves;
import java.util.List;

/**
 * What a decision of the judge rests on, as data.
 *
 * @param verdict what the evidence says
 * @param wave how many waves are open
 * @param wealth of the bets
 * @param budget what may be spent on wrong pauses, and by which kind of evidence
 * @param bets the newest bets, oldest first
 * @param confined what is kept off the release
 */
public record Judged(
    Verdict verdict,
    int wave,
    double wealth,
    AlphaBudget budget,
    List<Bet> bets,
    List<String> confined) {
  /** A changed rule is a new version, and makes new decision ids. */
  public static final String RULE_VERSION = "judge-1";

  /** What the evidence says. */
  public enum Verdict {
    CONTINUE,
    SLOW,
    PAUSE
  }

  public Judged {
    bets = List.copyOf(bets);
    confined = List.copyOf(confined);
  }

  /** What a finding rests on, with its judge as it is afterwards. */
  public static Judged of(Finding finding, ReleaseJudge judge) {
    Evidence evidence = finding.evidence();
    Waves waves = judge.waves();
    return new Judged(
        switch (finding) {
          case Finding.Pause _ -> Verdict.PAUSE;
          case Finding.Slow _ -> Verdict.SLOW;
          case Finding.Quicken _, Finding.Confine _, Finding.Ordered _ -> Verdict.CONTINUE;
          case Finding.Advance _ -> judge.slow() ? Verdict.SLOW : Verdict.CONTINUE;
        },
        waves.opened().size(),
        evidence.wealth(),
        evidence.budget(),
        evidence.bets(),
        judge.confined().stream().map(Object::toString).sorted().toList());
  }
}
