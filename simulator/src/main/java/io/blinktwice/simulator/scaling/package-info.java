/**
 * Policies that scale a pool, on seeded loads and recorded traces, beside the clairvoyant optimum.
 */
@NullMarked
package io.blinktwice.simulator.scaling;

import org.jspecify.annotations.NullMarked;
