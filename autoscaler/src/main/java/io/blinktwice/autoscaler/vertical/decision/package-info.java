/** How much memory and how many cores a workload gets: pure. */
@NullMarked
package io.blinktwice.autoscaler.vertical.decision;

import org.jspecify.annotations.NullMarked;
