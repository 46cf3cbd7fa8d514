package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.rollout.decision.Judged;
import io.blinktwice.rollout.judge.decision.AlphaBudget;
import io.blinktwice.rollout.judge.decision.Bet;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/** The newest decision on a roll-out. */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RolloutAnswer(
    String decisionId,
    String version,
    String state,
    double share,
    @Nullable String stableBefore,
    List<ReasonAnswer> reasons,
    List<String> inputs,
    Instant decidedAt,
    @Nullable JudgedAnswer judged) {

  /**
   * What a decision of the judge rests on.
   *
   * @param verdict CONTINUE, SLOW or PAUSE
   * @param wave how many waves are open
   * @param wealth of the bets after the last of them; the roll-out is paused at {@code pauseAt}
   * @param budget the chance of a wrong pause, and which part of it which evidence may spend
   * @param evidence the newest bets, oldest first
   * @param confined what is kept off the release, such as workspace:etl
   */
  @Serdeable
  public record JudgedAnswer(
      String verdict,
      int wave,
      double wealth,
      double pauseAt,
      BudgetAnswer budget,
      List<BetAnswer> evidence,
      List<String> confined) {
    static JudgedAnswer of(Judged judged) {
      AlphaBudget budget = judged.budget();
      return new JudgedAnswer(
          judged.verdict().name(),
          judged.wave(),
          judged.wealth(),
          budget.threshold(),
          new BudgetAnswer(
              budget.alpha(),
              budget.firstFailures(),
              budget.lateChange(),
              budget.performance(),
              budget.sentence()),
          judged.bets().stream().map(BetAnswer::of).toList(),
          judged.confined());
    }
  }

  /** How often a healthy release may be paused, and which evidence may spend which part of that. */
  @Serdeable
  public record BudgetAnswer(
      double alpha, double firstFailures, double lateChange, double performance, String sentence) {}

  /**
   * One workload's first failure, and what it did to the wealth.
   *
   * @param onRelease whether the draw had put the workload on the release
   * @param verdict the id of the verdict that settled it
   */
  @Serdeable
  public record BetAnswer(
      String workload,
      String workspace,
      boolean onRelease,
      double factor,
      double wealthBefore,
      double wealthAfter,
      String verdict,
      String sentence) {
    static BetAnswer of(Bet bet) {
      return new BetAnswer(
          bet.unit(),
          bet.workspace(),
          bet.onRelease(),
          bet.factor(),
          bet.wealthBefore(),
          bet.wealthAfter(),
          bet.verdict(),
          bet.sentence());
    }
  }

  /** Why it was decided. */
  @Serdeable
  public record ReasonAnswer(String rule, String sentence) {}

  /** All roll-outs, and the version that the rest of the fleet runs. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record FleetAnswer(@Nullable String stable, List<RolloutAnswer> rollouts) {
    static FleetAnswer of(@Nullable EngineVersion stable, List<RolloutChanged> rollouts) {
      return new FleetAnswer(text(stable), rollouts.stream().map(RolloutAnswer::of).toList());
    }
  }

  static RolloutAnswer of(RolloutChanged change) {
    Judged judged = change.judged();
    return new RolloutAnswer(
        change.id().value(),
        change.version().value(),
        change.rollout().state().name(),
        change.rollout().share(),
        text(change.rollout().stableBefore()),
        change.reasons().stream()
            .map(reason -> new ReasonAnswer(reason.rule(), reason.sentence()))
            .toList(),
        change.inputs(),
        change.at(),
        judged == null ? null : JudgedAnswer.of(judged));
  }

  private static @Nullable String text(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
  }
}
