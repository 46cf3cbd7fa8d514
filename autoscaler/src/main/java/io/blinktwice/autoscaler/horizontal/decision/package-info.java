/**
 * How many servers a pool should have: pure. A pool's scaler tries every candidate rule in the
 * shadow, follows the cheapest that would have kept the objective, and bounds what a wrong forecast
 * can cost.
 */
@NullMarked
package io.blinktwice.autoscaler.horizontal.decision;

import org.jspecify.annotations.NullMarked;
