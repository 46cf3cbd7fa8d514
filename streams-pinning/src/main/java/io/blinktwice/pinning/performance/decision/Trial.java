package io.blinktwice.pinning.performance.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * A newer version on probation with one workload.
 *
 * @param runs on it, so far
 * @param repeats how often the trial had to start anew
 */
public record Trial(EngineVersion version, List<MeasuredRun> runs, Stage stage, int repeats) {
  public Trial {
    runs = List.copyOf(runs);
  }

  /** How far a trial is. */
  public sealed interface Stage {
    /** Every run on the version is compared. */
    record Watching() implements Stage {}

    /**
     * It looks slower: the next runs go to the older version, to see it go away there.
     *
     * @param again those runs, so far
     */
    record Confirming(Finding finding, List<MeasuredRun> again) implements Stage {
      public Confirming {
        again = List.copyOf(again);
      }

      Confirming plus(MeasuredRun run) {
        List<MeasuredRun> more = new ArrayList<>(again);
        more.add(run);
        return new Confirming(finding, more);
      }
    }

    /** Proven slower. */
    record Slower(Finding finding) implements Stage {}
  }

  static Trial of(EngineVersion version) {
    return new Trial(version, List.of(), new Stage.Watching(), 0);
  }

  Trial plus(MeasuredRun run) {
    List<MeasuredRun> more = new ArrayList<>(runs);
    more.add(run);
    return new Trial(version, more, stage, repeats);
  }

  Trial at(Stage next) {
    return new Trial(version, runs, next, repeats);
  }

  Trial again() {
    return new Trial(version, List.of(), new Stage.Watching(), repeats + 1);
  }
}
