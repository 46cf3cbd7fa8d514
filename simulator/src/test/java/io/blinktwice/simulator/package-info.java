/** Seeded fleets, rollouts and judges: what each judge does to the same stream of runs. */
@NullMarked
package io.blinktwice.simulator;

import org.jspecify.annotations.NullMarked;
