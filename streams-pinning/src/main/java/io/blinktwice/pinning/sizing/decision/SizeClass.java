package io.blinktwice.pinning.sizing.decision;

/**
 * A size that clusters can have.
 *
 * @param bytes memory of its server; 0 where nobody said so
 */
public record SizeClass(String name, long bytes) {}
