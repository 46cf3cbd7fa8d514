package io.blinktwice.pinning.performance.decision;

/**
 * One metric of one run.
 *
 * @param input natural logarithm of the bytes that the run read in; equal for all runs when unknown
 * @param value natural logarithm of the metric
 */
public record Sample(double input, double value) {}
