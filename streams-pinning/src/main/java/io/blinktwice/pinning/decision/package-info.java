/**
 * Which version a run gets, what happens when it fails, and how pins live and die: pure functions
 * over records, without Kafka, clock, randomness or input and output.
 */
@NullMarked
package io.blinktwice.pinning.decision;

import org.jspecify.annotations.NullMarked;
