package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue allows a release's roll-outs to cost; the usual where it says nothing.
 *
 * <p>It holds from the next roll-out on: what a judge guarantees is settled when it begins. A
 * person who resumes one without another word gets the pause budget that the catalogue has by then.
 *
 * @param pause the chance of pausing it wrongly
 * @param harm workloads that the next wave may break at most
 */
public record ReleaseBudget(@Nullable Double pause, @Nullable Integer harm) {
  public static final ReleaseBudget USUAL = new ReleaseBudget(null, null);

  public ReleaseBudget {
    if (pause != null && !(pause > 0 && pause < 1)) {
      throw new IllegalArgumentException("a pause budget lies in (0, 1), not " + pause);
    }
    if (harm != null && harm < 1) {
      throw new IllegalArgumentException("a harm budget is one workload at least, not " + harm);
    }
  }

  JudgePolicy appliedTo(JudgePolicy policy) {
    JudgePolicy budgeted = pause == null ? policy : policy.withBudget(AlphaBudget.of(pause));
    return harm == null ? budgeted : budgeted.withSpeed(budgeted.speed().withHarmBudget(harm));
  }

  byte[] bytes() {
    StateWriter out = new StateWriter(JudgeFormat.NEWEST);
    out.optional(pause == null ? null : pause.toString());
    out.optional(harm == null ? null : harm.toString());
    return out.bytes();
  }

  static ReleaseBudget of(byte[] bytes) {
    StateReader in = new StateReader(bytes, JudgeFormat.WITHOUT_BUDGETS, JudgeFormat.NEWEST);
    String pause = in.optional();
    String harm = in.optional();
    return new ReleaseBudget(
        pause == null ? null : Double.valueOf(pause), harm == null ? null : Integer.valueOf(harm));
  }
}
