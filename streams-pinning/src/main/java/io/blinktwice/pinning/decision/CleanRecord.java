package io.blinktwice.pinning.decision;

import org.jspecify.annotations.Nullable;

/**
 * How a workload has done, on one version or altogether.
 *
 * @param inARow clean runs since the last failure that was not the infrastructure's
 * @param longest the most there ever were in a row: what was proven once stays proven
 * @param total clean runs ever
 * @param discordant runs that failed here and succeeded at once on an older version
 * @param codeHash what the workload's code was in the last clean run, where it was said
 */
public record CleanRecord(
    int inARow, int longest, long total, int discordant, @Nullable String codeHash) {
  public static final CleanRecord NONE = new CleanRecord(0, 0, 0, 0, null);

  /** So many clean runs in a row make what failed before them an old story. */
  private static final int FORGIVEN_AFTER = 30;

  CleanRecord plusCleanRun(@Nullable String ranCode) {
    int now = inARow + 1;
    return new CleanRecord(
        now,
        Math.max(longest, now),
        total + 1,
        now >= FORGIVEN_AFTER ? 0 : discordant,
        ranCode == null ? codeHash : ranCode);
  }

  CleanRecord broken() {
    return new CleanRecord(0, longest, total, discordant, codeHash);
  }

  CleanRecord plusDiscordantRun() {
    return new CleanRecord(inARow, longest, total, discordant + 1, codeHash);
  }
}
