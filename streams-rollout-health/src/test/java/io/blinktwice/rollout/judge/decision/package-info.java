/**
 * Is a release bad, doubtful or fine? Pure: a fold over run outcomes that reads no clock, draws no
 * lots and does no I/O; the same observations in the same order give the same findings.
 */
@NullMarked
package io.blinktwice.rollout.judge.decision;

import org.jspecify.annotations.NullMarked;
