/** Whether a workload has become slower or larger on a newer version: pure mathematics. */
@NullMarked
package io.blinktwice.pinning.performance.decision;

import org.jspecify.annotations.NullMarked;
