package io.blinktwice.pinning.decision;

import org.jspecify.annotations.Nullable;

/**
 * How a workload has done on one version.
 *
 * @param inARow runs since the last failure that was not the infrastructure's
 * @param total clean runs ever
 * @param codeHash what the workload's code was in the last clean run, where it was said
 */
public record CleanRecord(int inARow, long total, @Nullable String codeHash) {
  static final CleanRecord NONE = new CleanRecord(0, 0, null);

  CleanRecord plusCleanRun(@Nullable String ranCode) {
    return new CleanRecord(inARow + 1, total + 1, ranCode == null ? codeHash : ranCode);
  }

  CleanRecord broken() {
    return new CleanRecord(0, total, codeHash);
  }
}
