package io.blinktwice.pinning.sizing.decision;

import io.blinktwice.contract.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed, and the size of its cluster.
 *
 * @param size absent where nobody said so
 * @param neighbours other operations that ran there when it ended
 * @param next what its verdict asked for, if it asked for more memory
 */
public record SizedAttempt(
    Attempt attempt, @Nullable String size, int neighbours, @Nullable SizeWish next) {}
