/** Policies that give workloads memory and nodes, on seeded workloads and task traces. */
@NullMarked
package io.blinktwice.simulator.sizing;

import org.jspecify.annotations.NullMarked;
