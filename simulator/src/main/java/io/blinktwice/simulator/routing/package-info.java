/** Seeded pools of clusters, and who sends which query where. */
@NullMarked
package io.blinktwice.simulator.routing;

import org.jspecify.annotations.NullMarked;
