/** Tests of simulated pools. */
@NullMarked
package io.blinktwice.simulator.routing;

import org.jspecify.annotations.NullMarked;
