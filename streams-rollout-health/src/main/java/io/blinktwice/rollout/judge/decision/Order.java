package io.blinktwice.rollout.judge.decision;

import java.util.Locale;

/** What a person may tell the judge of one release. */
public sealed interface Order {
  String person();

  String reason();

  String sentence();

  /** Nobody enters until a person resumes. */
  record PauseNow(String person, String reason) implements Order {
    @Override
    public String sentence() {
      return person + " paused it: " + reason;
    }
  }

  /** The rollout goes on under a new budget; what was bet before is spent. */
  record Resume(String person, String reason, AlphaBudget budget) implements Order {
    @Override
    public String sentence() {
      return person + " resumed it: " + reason + "; from here, " + budget.sentence();
    }
  }

  /** The share is what the person says. */
  record SetShare(String person, String reason, double share) implements Order {
    @Override
    public String sentence() {
      return String.format(
          Locale.ROOT, "%s set the share to %.3g %%: %s", person, 100 * share, reason);
    }
  }

  /** Promoted or aborted: nothing is left to judge. */
  record End(String person, String reason) implements Order {
    @Override
    public String sentence() {
      return person + " ended it: " + reason;
    }
  }
}
