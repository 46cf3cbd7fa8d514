package io.blinktwice.pinning.decision;

import org.jspecify.annotations.Nullable;

/**
 * How a workload has done, on one version or altogether.
 *
 * @param inARow clean runs since the last failure that was not the infrastructure's
 * @param longest the most there ever were in a row: what was proven once stays proven
 * @param total clean runs ever
 * @param codeHash what the workload's code was in the last clean run, where it was said
 */
public record CleanRecord(int inARow, int longest, long total, @Nullable String codeHash) {
  static final CleanRecord NONE = new CleanRecord(0, 0, 0, null);

  CleanRecord plusCleanRun(@Nullable String ranCode) {
    int now = inARow + 1;
    return new CleanRecord(
        now, Math.max(longest, now), total + 1, ranCode == null ? codeHash : ranCode);
  }

  CleanRecord broken() {
    return new CleanRecord(0, longest, total, codeHash);
  }
}
