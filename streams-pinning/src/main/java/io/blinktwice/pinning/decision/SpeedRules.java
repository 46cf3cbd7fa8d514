package io.blinktwice.pinning.decision;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.pinning.decision.AttemptState.Phase;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.PerformanceWatch.Conclusion;

/** What follows from a workload's figures: a run to compare with, and a pin. */
final class SpeedRules {
  private final Step step;
  private final PinLife pins;

  SpeedRules(Step step, PinLife pins) {
    this.step = step;
    this.pins = pins;
  }

  /** A first attempt that succeeded is measured once, by the first end that brings figures. */
  void measure(Attempt attempt, AttemptState before) {
    AttemptState now = step.attempt(attempt);
    EngineVersion version = now.version();
    boolean isNews = before.phase() != Phase.SUCCEEDED || before.usage().figures().isEmpty();
    if (version != null
        && attempt.number() == 1
        && now.phase() == Phase.SUCCEEDED
        && isNews
        && !now.usage().figures().isEmpty()) {
      step.change(
          new Change.RunMeasured(
              attempt.run(), version, now.codeHash(), now.usage(), now.sideEffects()));
    }
  }

  /** An attempt is over: if it was sent to be compared, it has told its figures by now. */
  void over(Attempt attempt) {
    AttemptState ended = step.attempt(attempt);
    Comparison wanted = step.state().comparison();
    boolean answers = ended.phase() == Phase.SUCCEEDED && !ended.usage().figures().isEmpty();
    if (wanted == null
        || answers
        || attempt.number() > 1
        || !wanted.older().equals(ended.version())) {
      return;
    }
    Comparison now = wanted.unansweredOnceMore();
    step.change(new Change.ComparisonUpdated(now));
    if (now.unanswered() >= Comparison.MOST_UNANSWERED) {
      step.change(
          new Change.ComparisonEnded(
              now,
              new Reason(
                  "comparison-unanswered",
                  "%d runs on %s in a row told no figures"
                      .formatted(now.unanswered(), now.older()))));
    }
  }

  void judged(Observation.SpeedJudged said) {
    switch (said.conclusion()) {
      case Conclusion.Nothing nothing -> seenAgain(said.measured());
      case Conclusion.Accepted accepted -> {}
      case Conclusion.CompareOnce(EngineVersion on, Finding finding) ->
          compare(said.measured(), on, finding);
      case Conclusion.Slower slower -> slower(said.measured());
      case Conclusion.SlowOnBoth(EngineVersion newer, var finding) ->
          end(
              "slow-on-both-versions",
              "as slow or large on the older version: not the fault of " + newer);
    }
  }

  /** A workload whose owner has declared it safe since then may be compared from now on. */
  private void seenAgain(Change.RunMeasured measured) {
    Comparison wanted = step.state().comparison();
    if (wanted != null
        && wanted.newer().equals(measured.version())
        && wanted.suspicion().sideEffects() != measured.sideEffects()) {
      Comparison.Suspicious before = wanted.suspicion();
      step.change(
          new Change.ComparisonUpdated(
              new Comparison(
                  new Comparison.Suspicious(before.run(), before.usage(), measured.sideEffects()),
                  wanted.newer(),
                  wanted.older(),
                  wanted.finding(),
                  wanted.unanswered())));
    }
  }

  private void compare(Change.RunMeasured measured, EngineVersion on, Finding finding) {
    Comparison wanted = step.state().comparison();
    if (wanted != null) {
      step.change(
          new Change.ComparisonUpdated(
              new Comparison(wanted.suspicion(), wanted.newer(), on, finding, 0)));
    } else if (step.fleet().offers(on)) {
      step.change(
          new Change.ComparisonWanted(
              new Comparison(
                  new Comparison.Suspicious(
                      measured.run(), measured.usage(), measured.sideEffects()),
                  measured.version(),
                  on,
                  finding,
                  0)));
    }
  }

  private void slower(Change.RunMeasured good) {
    Comparison asked = step.state().comparison();
    if (asked != null) {
      pins.slower(
          new Pin.Slowness(
              asked.suspicion().run(),
              asked.newer(),
              asked.suspicion().usage(),
              good.run(),
              good.version(),
              good.usage(),
              good.codeHash(),
              asked.finding()));
      end("slower-on-newer-version", "it went away on " + good.version());
    }
  }

  /** What is watched has changed, so there is nothing to compare any more. */
  void nothingToCompare() {
    end("nothing-to-compare", "the workload's code changed, or it runs on another version by now");
  }

  /** A comparison with a version that is gone cannot come. */
  void review() {
    Comparison wanted = step.state().comparison();
    if (wanted != null && !step.fleet().admits(wanted.older())) {
      end(
          "version-gone",
          wanted.older() + " is retired or not in the catalogue of releases any more");
    }
  }

  private void end(String rule, String sentence) {
    Comparison wanted = step.state().comparison();
    if (wanted != null) {
      step.change(new Change.ComparisonEnded(wanted, new Reason(rule, sentence)));
    }
  }
}
