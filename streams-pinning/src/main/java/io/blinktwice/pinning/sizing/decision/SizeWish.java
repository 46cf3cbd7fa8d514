package io.blinktwice.pinning.sizing.decision;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt should get.
 *
 * @param size absent where only the memory is known
 * @param bytes memory of its server; 0 where only the size is known
 * @param alone whether it should have a cluster to itself
 */
public record SizeWish(@Nullable String size, long bytes, boolean alone) {}
