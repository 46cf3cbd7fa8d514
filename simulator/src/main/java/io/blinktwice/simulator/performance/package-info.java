/** Watchers of a workload's own speed and size, on seeded workloads. */
@NullMarked
package io.blinktwice.simulator.performance;

import org.jspecify.annotations.NullMarked;
