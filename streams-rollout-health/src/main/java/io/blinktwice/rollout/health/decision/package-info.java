/**
 * What is counted of each version, for people and roll-out controllers: nothing is decided by it.
 */
@NullMarked
package io.blinktwice.rollout.health.decision;

import org.jspecify.annotations.NullMarked;
