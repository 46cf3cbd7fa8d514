/** The size of the clusters that a workload's attempts get: pure. */
@NullMarked
package io.blinktwice.pinning.sizing.decision;

import org.jspecify.annotations.NullMarked;
