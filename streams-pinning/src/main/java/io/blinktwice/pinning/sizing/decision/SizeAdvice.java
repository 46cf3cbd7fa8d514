package io.blinktwice.pinning.sizing.decision;

/**
 * What the autoscaler advises for the next run of a workload.
 *
 * @param id of the advice
 * @param sentence why
 */
public record SizeAdvice(String id, SizeWish wish, String sentence) {}
