package io.blinktwice.pinning.api;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pinning.decision.Comparison;
import io.blinktwice.pinning.decision.SpeedReasons;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.MeasuredRun;
import io.blinktwice.pinning.performance.decision.PerformancePolicy;
import io.blinktwice.pinning.performance.decision.PerformanceRecord;
import io.blinktwice.pinning.performance.decision.Trial;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the figures of a workload's runs, and what is done about them.
 *
 * @param version the version whose runs newer ones are compared with
 * @param runs how many of its runs are remembered
 * @param newer the version on trial, where there is one
 * @param newerRuns how many of its runs were compared so far
 * @param state learning, watching, comparing, or slower
 * @param because what that means for this workload, in a sentence
 * @param suspicion the run that looked slower, while it is compared
 * @param grown what has grown, the surest first
 * @param measured runs whose figures are remembered, the older version's first, each version's
 *     oldest first
 */
@Serdeable
public record SpeedAnswer(
    @Nullable String version,
    int runs,
    @Nullable String newer,
    int newerRuns,
    String state,
    String because,
    @Nullable String suspicion,
    List<GrownAnswer> grown,
    List<MeasuredAnswer> measured) {

  /**
   * A figure that grew.
   *
   * @param ratio how many times what the older version took, inputs accounted for
   * @param evidence its e-value: the inverse bounds the chance of a false alarm
   */
  @Serdeable
  public record GrownAnswer(
      String metric, double ratio, double evidence, int runs, int comparedWith) {
    static GrownAnswer of(Finding.Grown grown) {
      return new GrownAnswer(
          grown.metric().figure(),
          grown.ratio(),
          SpeedReasons.eValue(grown.logEvidence()),
          grown.newer(),
          grown.older());
    }
  }

  /**
   * A clean run, by what it took.
   *
   * @param figures by their names in run events, only those that may be compared between versions
   */
  @Serdeable
  public record MeasuredAnswer(String version, Map<String, Double> figures) {
    static MeasuredAnswer of(EngineVersion version, MeasuredRun run) {
      Map<String, Double> figures = new TreeMap<>();
      run.metrics().forEach((metric, value) -> figures.put(metric.figure(), value));
      return new MeasuredAnswer(version.value(), figures);
    }
  }

  private static List<MeasuredAnswer> measured(PerformanceRecord known) {
    List<MeasuredAnswer> all = new ArrayList<>();
    EngineVersion version = known.version();
    if (version != null) {
      known.runs().forEach(run -> all.add(MeasuredAnswer.of(version, run)));
    }
    Trial trial = known.trial();
    if (trial != null) {
      trial.runs().forEach(run -> all.add(MeasuredAnswer.of(trial.version(), run)));
    }
    return all;
  }

  /** What is said of it. */
  private record Said(String state, String because, @Nullable Finding finding) {}

  static SpeedAnswer of(PerformanceRecord known, @Nullable Comparison wanted) {
    Trial trial = known.trial();
    Said said = trial == null ? learning(known) : onTrial(known, trial, wanted);
    EngineVersion version = known.version();
    return new SpeedAnswer(
        version == null ? null : version.value(),
        known.runs().size(),
        trial == null ? null : trial.version().value(),
        trial == null ? 0 : trial.runs().size(),
        said.state,
        said.because,
        wanted == null ? null : wanted.suspicion().run().value(),
        said.finding == null
            ? List.of()
            : said.finding.grown().stream().map(GrownAnswer::of).toList(),
        measured(known));
  }

  private static Said learning(PerformanceRecord known) {
    return new Said(
        "learning",
        known.runs().isEmpty()
            ? "no run has told its figures"
            : "no version newer than %s has run".formatted(known.version()),
        null);
  }

  private static Said onTrial(PerformanceRecord known, Trial trial, @Nullable Comparison wanted) {
    return switch (trial.stage()) {
      case Trial.Stage.Watching watching -> new Said("watching", watched(known, trial), null);
      case Trial.Stage.Confirming(Finding finding, var again) ->
          new Said("comparing", compared(known, finding, wanted), finding);
      case Trial.Stage.Slower(Finding finding) ->
          new Said(
              "slower",
              "on %s %s, and on %s that went away"
                  .formatted(trial.version(), SpeedReasons.grown(finding), known.version()),
              finding);
    };
  }

  private static String watched(PerformanceRecord known, Trial trial) {
    int enough = PerformancePolicy.ORDINARY.enoughOlder();
    return known.runs().size() < enough
        ? "too few runs on %s to judge by: %d of %d"
            .formatted(known.version(), known.runs().size(), enough)
        : "%d of the first %d runs on %s are no slower than those on %s"
            .formatted(
                trial.runs().size(),
                PerformancePolicy.ORDINARY.trialRuns(),
                trial.version(),
                known.version());
  }

  private static String compared(
      PerformanceRecord known, Finding finding, @Nullable Comparison wanted) {
    String grown = SpeedReasons.grown(finding);
    return wanted == null || wanted.maySendRuns()
        ? grown + "; the next run goes to " + known.version() + " to see it go away there"
        : grown
            + "; its runs are not known to be safe to repeat, so none is sent to "
            + known.version()
            + ": declare them idempotent";
  }
}
